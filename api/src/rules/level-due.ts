import type { Cause, DeploymentStatus } from "@fairlead/runner/contract";
import { wasAway } from "./target-words.ts";

/** A target that serves an older release than another one of its resource, and what became of the newer one there. */
export type Behind = {
  /** Of the newest release that serves, at this target; null when the target was added later. */
  result: { status: DeploymentStatus; cause: Cause | null; finishedAt: number | null } | null;
  /** When its server was last known to answer; null: never. */
  serverSeenAt: number | null;
};

/**
 * Whether a target gets the newest release now. What failed for the release's own sake is for a person to mend, and what a person cancelled
 * stays so; a server that was away is tried once each time it was seen again.
 */
export function isLevelDue({ result, serverSeenAt }: Behind): boolean {
  if (serverSeenAt === null) return false;
  if (result === null || result.status === "superseded") return true;
  if (result.status !== "failed" || !wasAway(result.cause)) return false;
  return serverSeenAt > (result.finishedAt ?? 0);
}
