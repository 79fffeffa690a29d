import type { Database } from "@fairlead/db";
import { type JobSecrets, registryOf } from "@fairlead/runner/contract";
import type { Opener } from "../../kit/secrets/open-credential.ts";
import { openLogin } from "./open-login.ts";
import { findLogin } from "./registries.store.ts";
import { teamLogins } from "./team-logins.ts";

type Asked = {
  teamId: string;
  image: string;
  /** The login that was chosen for it; null: the team's default for its registry. */
  registryId: string | null;
  open: Opener;
};

/** What one image is pulled with. A chosen login goes to its own registry or nowhere: for an image of another one this throws. */
export async function imageLogin(
  db: Database,
  { teamId, image, registryId, open }: Asked,
): Promise<Pick<JobSecrets, "registry" | "registries">> {
  const chosen = registryId === null ? undefined : await findLogin(db, teamId, registryId);
  if (!chosen)
    return { registry: null, registries: await teamLogins(db, teamId, { needed: [registryOf(image)], open }) };
  const { username, password } = await openLogin(open, chosen, { to: image });
  return { registry: { username, password }, registries: [] };
}
