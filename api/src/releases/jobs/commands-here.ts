import { deployStep, type WorkloadSpec } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import type { JobRow } from "../../kit/work-kinds.ts";
import { hasTargetAfter, ranElsewhere } from "./payload.store.ts";

type Container = WorkloadSpec["container"];

/** Without what one server does for all of them, where that is another one or was done already. */
export async function commandsHere({ db }: Deps, job: JobRow, container: Container): Promise<Container> {
  const [isPrepared, isFollowed] = await Promise.all([
    container.releaseCommand !== null && ranElsewhere(db, job, { name: deployStep.prepare.name, statuses: ["passed"] }),
    container.postDeployCommand !== null && followsElsewhere(db, job),
  ]);
  return {
    ...container,
    ...(isPrepared ? { releaseCommand: null } : {}),
    ...(isFollowed ? { postDeployCommand: null } : {}),
  };
}

/** It is for the last server to run, once, however it ends: also where that one is brought level another time. */
const followsElsewhere = async (db: Deps["db"], job: JobRow): Promise<boolean> =>
  (await hasTargetAfter(db, job)) ||
  (await ranElsewhere(db, job, { name: deployStep.follow.name, statuses: ["passed", "failed"] }));
