import type { WorkKind } from "../../kit/work-kinds.ts";
import { toServerTarget } from "../../rules/server-target.ts";
import { noSecrets, serverOf } from "../../work/jobs/compile-tools.ts";
import { applyRoutesResult } from "../apply-routes.ts";
import { serverRoutes } from "../server-routes.ts";

export const syncRoutes: WorkKind<"sync-routes"> = {
  timeoutMs: 5 * 60_000,
  maxAttempts: 5,
  lock: ({ serverId }) => `routes:${serverId}`,
  isMergeable: true,
  isBuild: false,
  compile: async (deps, job) => {
    const row = await serverOf(deps, job);
    const routes = await serverRoutes(deps, job.teamId, row.id);
    return { payload: { kind: "sync-routes", target: toServerTarget(row), routes }, secrets: noSecrets };
  },
  apply: applyRoutesResult,
};
