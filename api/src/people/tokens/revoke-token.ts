import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import { getApiTokenRow, revokeApiToken } from "./tokens.store.ts";

/** One's own, or as an admin anyone's in the team. Safe to repeat; the next request with the token fails. */
export async function revokeToken(deps: Deps, actor: Actor, { id }: { id: string }) {
  const row = await allowOn(actor, "token.secrets", getApiTokenRow(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  if (row.userId !== actor.userId) allow(actor, "token.admin", row);
  await runBatch(db, [
    revokeApiToken(db, actor.teamId, { id, now: clock.now() }),
    auditStatement(deps, actor, { action: "token.revoke", target: id }),
  ]);
}
