import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { notFound } from "../../rules/errors.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import { findApiTokenRow, revokeApiToken } from "./tokens.store.ts";

/** One's own, or as an admin anyone's in the team. Safe to repeat; the next request with the token fails. */
export async function revokeToken(deps: Deps, actor: Actor, { id }: { id: string }) {
  allow(actor, "token.own");
  const { db, clock } = deps;
  const row = await findApiTokenRow(db, actor.teamId, id);
  if (!row) throw notFound("token");
  if (row.userId !== actor.userId) allow(actor, "token.manage");
  await runBatch(db, [
    revokeApiToken(db, actor.teamId, { id, now: clock.now() }),
    auditStatement(deps, actor, { action: "token.revoke", target: id }),
  ]);
}
