import type { WorkKind } from "../../kit/work-kinds.ts";
import { noSecrets } from "../../work/jobs/compile-tools.ts";
import { graceOf, onResource } from "./resource-job.ts";

export const restart: WorkKind<"restart"> = {
  ...onResource,
  compile: async (deps, job) => ({ payload: { kind: "restart", ...(await graceOf(deps, job)) }, secrets: noSecrets }),
};
