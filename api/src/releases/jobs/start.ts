import type { WorkKind } from "../../kit/work-kinds.ts";
import { noSecrets } from "../../work/jobs/compile-tools.ts";
import { applicationOf, onApplication } from "./application-job.ts";

export const start: WorkKind<"start"> = {
  ...onApplication,
  timeoutMs: 5 * 60_000,
  compile: async (deps, job) => {
    const { of } = await applicationOf(deps, job);
    return { payload: { kind: "start", ...of }, secrets: noSecrets };
  },
};
