import { personAudit } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Person } from "../../kit/http/api-env.ts";
import { bySessionOnly } from "../../kit/http/by-session-only.ts";
import { runBatch, type Written } from "../../kit/write/run-batch.ts";
import { notFound } from "../../rules/errors.ts";
import { endLivingTokens, type LivingToken, listLivingTokens } from "./own-tokens.store.ts";

type By = { userId: string; requestId: string };

/** Ends one of one's own API tokens, in whichever team it is. */
export async function endOwnToken(deps: Deps, person: Person, { id }: { id: string }): Promise<void> {
  bySessionOnly(person);
  const { db, clock } = deps;
  const tokens = await listLivingTokens(db, person.userId, { now: clock.now() });
  const token = tokens.find((each) => each.id === id);
  if (!token) throw notFound("token");
  await runBatch(db, [
    endLivingTokens(db, person.userId, { id, now: clock.now() }),
    personAudit(deps, { ...byOf(person), teamId: token.teamId }, { action: "token.revoke", target: id }),
  ]);
}

/** Ends every API token of one's own, in every team. */
export async function endOwnTokens(deps: Deps, person: Person): Promise<{ count: number }> {
  bySessionOnly(person);
  const { statements, count } = await endingTokens(deps, byOf(person));
  await runBatch(deps.db, statements);
  return { count };
}

const byOf = ({ userId, requestId }: Person): By => ({ userId, requestId });

/** What ends every API token of a person and tells each of their teams, for the batch of whatever is the reason. */
export async function endingTokens(deps: Deps, by: By): Promise<{ statements: Written[]; count: number }> {
  const { db, clock } = deps;
  const now = clock.now();
  const tokens = await listLivingTokens(db, by.userId, { now });
  const told = [...Map.groupBy(tokens, ({ teamId }: LivingToken) => teamId)].map(([teamId, ended]) =>
    personAudit(
      deps,
      { ...by, teamId },
      { action: "token.revoke_own", target: by.userId, detail: { count: ended.length } },
    ),
  );
  return { statements: [endLivingTokens(db, by.userId, { id: null, now }), ...told], count: tokens.length };
}
