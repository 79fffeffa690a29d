import { registryOf } from "@fairlead/runner/contract/words/registry-of.ts";
import type { RegistryView } from "../api/types.ts";

type Login = Pick<RegistryView, "id" | "name" | "address" | "username" | "isDefault">;

const told = ({ name, username }: Login) => `${name} (${username})`;

/** `none`: what stands for no choice where that means no default. */
type Asked = { image: string; chosen: string; none?: string | undefined };

/** The logins that an image may be given, and what it means to choose none. `chosen` is shown whatever it is for. */
export function registryChoices(logins: readonly Login[], { image, chosen, none }: Asked) {
  const address = registryOf(image.trim());
  const fitting = logins.filter((login) => login.address === address);
  const strangers = logins.filter((login) => login.id === chosen && login.address !== address);
  const byDefault = fitting.find(({ isDefault }) => isDefault);
  return {
    address,
    options: [
      { value: "", label: none ?? (byDefault ? `The team's default: ${told(byDefault)}` : "None, it is public") },
      ...fitting.map((login) => ({ value: login.id, label: told(login) })),
      ...strangers.map((login) => ({ value: login.id, label: `${told(login)}, which is for ${login.address}` })),
    ],
  };
}
