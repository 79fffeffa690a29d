import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { hashToken, makeToken } from "../../kit/tokens/token-text.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import type { EnrolmentView } from "./runners.schemas.ts";
import { insertEnrolment } from "./runners.store.ts";

const lifetimeMs = 60 * 60_000;

/** A one-time right to enrol one runner within an hour. Only its hash is kept. */
export async function createEnrolment(deps: Deps, actor: Actor): Promise<EnrolmentView> {
  allowInTeam(actor, "runner.secrets");
  const { db, ids, clock, config } = deps;
  const now = clock.now();
  const id = ids.next("enrolment");
  const token = makeToken("enrolment", deps.ids);
  const expiresAt = now + lifetimeMs;
  const tokenHash = await hashToken(token);
  await runBatch(db, [
    insertEnrolment(db, { id, teamId: actor.teamId, tokenHash, expiresAt, createdBy: actor.userId, createdAt: now }),
    withinLimit("enrolments", actor, deps),
    auditStatement(deps, actor, { action: "enrolment.create", target: id }),
  ]);
  const command = `curl -fsSL ${config.url}/install/runner.sh | sudo FAIRLEAD_URL=${config.url} FAIRLEAD_TOKEN=${token} bash`;
  return { id, token, command, expiresAt };
}
