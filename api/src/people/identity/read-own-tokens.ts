import { readable } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import type { Person } from "../../kit/http/api-env.ts";
import type { OwnTokenList } from "./identity.schemas.ts";
import { listLivingTokens } from "./own-tokens.store.ts";

/** What acts for the person without their password, in all of their teams. */
export async function readOwnTokens({ db, clock }: Deps, person: Person): Promise<OwnTokenList> {
  const rows = await listLivingTokens(db, person.userId, { now: clock.now() });
  return {
    items: rows.map(({ teamId, teamName, scopes, ...row }) => ({
      ...row,
      scopes: readable(scopes, () => []),
      team: { id: teamId, name: teamName },
    })),
  };
}
