import type { WorkKind } from "../../kit/work-kinds.ts";
import { dropForgottenAt } from "../../resources/forgotten.store.ts";
import { toServerTarget } from "../../rules/server-target.ts";
import { noSecrets, serverOf } from "../../work/jobs/compile-tools.ts";
import { NotCompilable } from "../../work/jobs/not-compilable.ts";
import { finishRemoval } from "../removal/finish-removal.ts";
import { isToStay } from "./payload.store.ts";
import { onResource } from "./resource-job.ts";

/** Also of what is gone already, and was found on a server that had been given up. */
export const remove: WorkKind<"remove"> = {
  ...onResource,
  maxAttempts: 10,
  isMergeable: true,
  compile: async (deps, job) => {
    const target = toServerTarget(await serverOf(deps, job));
    if (await isToStay(deps.db, job)) throw new NotCompilable("It is to run on this server again.");
    return { payload: { kind: "remove", target, application: job.subjectId, team: job.teamId }, secrets: noSecrets };
  },
  apply: async (deps, job, outcome) => {
    const { teamId, subjectId: resourceId, serverId } = job;
    if (outcome.kind !== "succeeded") return;
    if (serverId !== null) await dropForgottenAt(deps.db, { teamId, resourceId, serverId });
    await finishRemoval(deps, { teamId, resourceId, serverId });
  },
};
