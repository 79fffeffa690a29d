import type { WorkKind } from "../../kit/work-kinds.ts";
import { noSecrets } from "../../work/jobs/compile-tools.ts";
import { onResource, placedOf } from "./resource-job.ts";

export const start: WorkKind<"start"> = {
  ...onResource,
  timeoutMs: 5 * 60_000,
  compile: async (deps, job) => {
    const { of } = await placedOf(deps, job);
    return { payload: { kind: "start", ...of }, secrets: noSecrets };
  },
};
