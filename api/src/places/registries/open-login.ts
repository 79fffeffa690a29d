import type { RegistryLogin } from "@fairlead/runner/contract";
import { type Opener, openCredential } from "../../kit/secrets/open-credential.ts";
import { teamRegistryPlace } from "../../kit/secrets/secret-places.ts";
import type { LoginRow } from "./registries.store.ts";

/** A login with its password. `to`: the image that it is about to be used for; left out: any of its own registry. */
export async function openLogin(
  open: Opener,
  row: LoginRow,
  { to = `${row.address}/image` }: { to?: string } = {},
): Promise<RegistryLogin> {
  const { address, username, password: sealed } = row;
  const credential = {
    place: teamRegistryPlace(row),
    sealed,
    givenFor: { kind: "registry" as const, registry: address },
  };
  return { registry: address, username, password: await openCredential(open, credential, { to }) };
}
