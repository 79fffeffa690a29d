import type { WorkKind } from "../../kit/work-kinds.ts";
import { noSecrets } from "../../work/jobs/compile-tools.ts";
import { adoptObserved } from "../deployments/serving.store.ts";
import { onResource, placedOf, stateStatements, unknownState } from "./resource-job.ts";

/** Looks at what a lost job left. What it finds is the truth. */
export const reconcile: WorkKind<"reconcile"> = {
  ...onResource,
  timeoutMs: 5 * 60_000,
  maxAttempts: 10,
  isMergeable: true,
  goesFirst: true,
  compile: async (deps, job) => {
    const { rows, of } = await placedOf(deps, job);
    const { activeDeployment } = rows;
    return {
      payload: { kind: "reconcile", ...of, activeDeployment, lostDeployment: job.deploymentId },
      secrets: noSecrets,
    };
  },
  ended: async (deps, job, { outcome }) => {
    const { subjectId: resourceId, serverId } = job;
    const state = stateStatements(deps, job, outcome);
    if (serverId === null || outcome?.kind !== "succeeded" || outcome.result.kind !== "observed") return state;
    const { result } = outcome;
    // A stopped release is still the one that would serve; only a look tells which one that is.
    const isTold = result.liveDeployment !== null || result.state === "absent";
    return isTold ? [...state, ...adoptObserved(deps.db, { resourceId, serverId }, result.liveDeployment)] : state;
  },
  // It is itself the look that would be asked for.
  lost: unknownState,
};
