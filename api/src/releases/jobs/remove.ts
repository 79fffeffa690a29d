import type { WorkKind } from "../../kit/work-kinds.ts";
import { noSecrets } from "../../work/jobs/compile-tools.ts";
import { finishRemoval } from "../removal/finish-removal.ts";
import { applicationOf, onApplication } from "./application-job.ts";

export const remove: WorkKind<"remove"> = {
  ...onApplication,
  maxAttempts: 10,
  isMergeable: true,
  compile: async (deps, job) => {
    const { of } = await applicationOf(deps, job);
    return { payload: { kind: "remove", ...of }, secrets: noSecrets };
  },
  apply: async (deps, job, outcome) => {
    const { teamId, subjectId: resourceId, serverId } = job;
    if (outcome.kind === "succeeded") await finishRemoval(deps, { teamId, resourceId, serverId });
  },
};
