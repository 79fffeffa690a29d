import type { schema } from "@fairlead/db";
import type { JobKind } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";

export type JobOrder = {
  kind: JobKind;
  teamId: string;
  /** The runner that holds the keys: `server.runnerId`. */
  runnerId: string;
  serverId?: string;
  applicationId?: string;
  deploymentId?: string;
  sourceId?: string;
};

const minute = 60_000;
/** How long one attempt may take, how often a fault of ours is tried again, and what must not run beside it. */
const rules: Record<
  JobKind,
  { timeoutMs: number; maxAttempts: number; lock: (order: JobOrder) => string | null; isMergeable: boolean }
> = {
  deploy: { timeoutMs: 60 * minute, maxAttempts: 3, lock: applicationLock, isMergeable: false },
  stop: { timeoutMs: 15 * minute, maxAttempts: 3, lock: applicationLock, isMergeable: false },
  start: { timeoutMs: 5 * minute, maxAttempts: 3, lock: applicationLock, isMergeable: false },
  restart: { timeoutMs: 15 * minute, maxAttempts: 3, lock: applicationLock, isMergeable: false },
  remove: { timeoutMs: 15 * minute, maxAttempts: 10, lock: applicationLock, isMergeable: true },
  reconcile: { timeoutMs: 5 * minute, maxAttempts: 10, lock: applicationLock, isMergeable: true },
  "check-server": { timeoutMs: 2 * minute, maxAttempts: 1, lock: () => null, isMergeable: true },
  "sync-routes": {
    timeoutMs: 5 * minute,
    maxAttempts: 5,
    lock: ({ serverId }) => `routes:${serverId}`,
    isMergeable: true,
  },
  "make-deploy-key": { timeoutMs: minute, maxAttempts: 3, lock: () => null, isMergeable: true },
  "read-head": { timeoutMs: minute, maxAttempts: 1, lock: () => null, isMergeable: true },
};

function applicationLock({ applicationId }: JobOrder) {
  return applicationId ? `application:${applicationId}` : null;
}

/** The row of a queued job. A mergeable one is dropped by the database while the same is already queued. */
export function newJob({ ids, clock }: Pick<Deps, "ids" | "clock">, order: JobOrder): typeof schema.job.$inferInsert {
  const rule = rules[order.kind];
  const subject = order.applicationId ?? order.serverId ?? order.sourceId ?? "";
  return {
    id: ids.next("job"),
    teamId: order.teamId,
    kind: order.kind,
    state: "queued",
    runnerId: order.runnerId,
    serverId: order.serverId ?? null,
    applicationId: order.applicationId ?? null,
    deploymentId: order.deploymentId ?? null,
    sourceId: order.sourceId ?? null,
    lockKey: rule.lock(order),
    isBuild: order.kind === "deploy",
    dedupeKey: rule.isMergeable ? `${order.kind}:${subject}` : null,
    maxAttempts: rule.maxAttempts,
    timeoutMs: rule.timeoutMs,
    availableAt: clock.now(),
    createdAt: clock.now(),
  };
}

export { insertJob } from "./insert-job.store.ts";
