import { auditStatement } from "../audit-log.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../domain/errors.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { runBatch } from "../statement.ts";
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
