import type { Deps } from "../../kit/deps.ts";
import { ifChanged } from "../../kit/write/if-changed.store.ts";
import { runBatch, type Written } from "../../kit/write/run-batch.ts";
import { AppError } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { deployResource } from "../deployments/deploy-resource.ts";
import { operateResource } from "../deployments/operate-resource.ts";
import { type Begun, type BulkRow, markBegun, skipMember } from "./bulk.store.ts";

const pauseSeconds = 30;

/**
 * Begins one member in the name of whoever asked, with its own entry in the audit log and its own job, so that the queue deals with it as
 * if it had been asked for by itself. What refuses it is written down. Answers the ms to wait where a limit says "later".
 */
export async function beginMember(
  deps: Deps,
  { actor, bulk, resourceId: id }: { actor: Actor; bulk: BulkRow; resourceId: string },
): Promise<number | null> {
  const { db, clock, log } = deps;
  const one = { bulkId: bulk.id, resourceId: id };
  const begun = (of: Begun): Written[] => [markBegun(db, { ...one, ...of }), ifChanged(db)];
  try {
    if (bulk.verb === "deploy")
      await deployResource(deps, actor, {
        id,
        input: { noCache: false },
        alongside: ({ deploymentId }) => begun({ deploymentId, jobIds: null }),
      });
    else
      await operateResource(deps, actor, {
        id,
        kind: bulk.verb,
        alongside: ({ jobIds }) => begun({ deploymentId: null, jobIds }),
      });
    return null;
  } catch (error) {
    if (error instanceof AppError && isForNow(error)) return (error.retryAfterSeconds ?? pauseSeconds) * 1_000;
    if (!(error instanceof AppError)) log.error("a member of a bulk operation could not be begun", error, one);
    await runBatch(db, [skipMember(db, { ...one, reason: wordsOf(error), now: clock.now() })]);
    return null;
  }
}

/** Too much at once: its turn comes when there is room. */
const isForNow = ({ kind, code }: AppError) => kind === "limit" || code.startsWith("limit.");

const wordsOf = (error: unknown) =>
  error instanceof AppError
    ? error.message
    : "Fairlead itself failed at it, and nothing was begun. Its log tells more.";
