import type { WorkKind } from "../../kit/work-kinds.ts";
import { noSecrets } from "../../work/jobs/compile-tools.ts";
import { graceOf, onApplication } from "./application-job.ts";

export const stop: WorkKind<"stop"> = {
  ...onApplication,
  compile: async (deps, job) => ({ payload: { kind: "stop", ...(await graceOf(deps, job)) }, secrets: noSecrets }),
};
