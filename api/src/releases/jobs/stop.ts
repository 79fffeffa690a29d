import type { WorkKind } from "../../kit/work-kinds.ts";
import { noSecrets } from "../../work/jobs/compile-tools.ts";
import { graceOf, onResource } from "./resource-job.ts";

export const stop: WorkKind<"stop"> = {
  ...onResource,
  compile: async (deps, job) => ({ payload: { kind: "stop", ...(await graceOf(deps, job)) }, secrets: noSecrets }),
};
