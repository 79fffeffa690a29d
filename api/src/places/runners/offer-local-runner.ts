import type { Deps } from "../../kit/deps.ts";
import { hashToken, makeToken } from "../../kit/tokens/token-text.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { findFirstTeam, isLocalRunnerEnrolled, rememberLocalEnrolment } from "./local-runner.store.ts";
import { insertEnrolment } from "./runners.store.ts";

const validMs = 24 * 60 * 60 * 1000;

/**
 * A token for the runner beside an embedded control plane: undefined while there is no team, or when that runner was enrolled and
 * still has its state. Issued anew at each start until it is used.
 */
export async function offerLocalRunner(
  { db, ids, clock }: Pick<Deps, "db" | "ids" | "clock">,
  { hasState }: { hasState: boolean },
): Promise<string | undefined> {
  const first = await findFirstTeam(db);
  if (!first || (hasState && (await isLocalRunnerEnrolled(db)))) return undefined;
  const token = makeToken("enrolment", ids);
  const id = ids.next("enrolment");
  const now = clock.now();
  const tokenHash = await hashToken(token);
  const { teamId, userId } = first;
  await runBatch(db, [
    insertEnrolment(db, { id, teamId, tokenHash, expiresAt: now + validMs, createdBy: userId, createdAt: now }),
    rememberLocalEnrolment(db, id, { now }),
  ]);
  return token;
}
