import type { Deps } from "../deps.ts";
import type { SecretPlace } from "./brand.ts";
import { openOr } from "./damaged-secret.ts";
import type { CredentialPlace } from "./open-credential.ts";
import { getWrappedKey } from "./team-keys.store.ts";

/** Seals and opens secrets of one team. One query for the team's wrapped key; take it once per request. */
export async function teamSecrets({ db, secrets }: Pick<Deps, "db" | "secrets">, teamId: string) {
  const key = await getWrappedKey(db, teamId);
  return {
    seal: (place: SecretPlace | CredentialPlace, plain: string) => {
      const at = "credential" in place ? place.credential : place;
      return secrets.seal(key, { ...at, team: teamId }, plain);
    },
    open: (place: SecretPlace, sealed: string) => openOr(secrets, key, { place: { ...place, team: teamId }, sealed }),
  };
}
