import type { Deps } from "../kit/deps.ts";
import type { Statement } from "../kit/sql/statement.ts";
import { insertJob, newJob } from "../work/jobs/new-job.ts";

/** Asks a runner for the source's key: it makes one, or shows the one it already keeps. */
export const deployKeyJob = (
  deps: Pick<Deps, "db" | "ids" | "clock" | "kinds">,
  order: { teamId: string; sourceId: string; runnerId: string },
): Statement => insertJob(deps.db, newJob(deps, { kind: "make-deploy-key", ...order }));
