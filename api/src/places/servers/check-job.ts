import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";

/** Statement that queues a check, unless the same is already queued; afterwards call `hub.wakeRunner(runnerId)`. */
export const checkJob = (
  deps: Pick<Deps, "db" | "ids" | "clock" | "kinds">,
  { id, teamId, runnerId }: { id: string; teamId: string; runnerId: string },
): Statement => insertJob(deps.db, newJob(deps, { kind: "check-server", teamId, runnerId, serverId: id }));
