import type { schema } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import type { JobOrder } from "../../kit/work-kinds.ts";

export type QueueDeps = Pick<Deps, "ids" | "clock" | "kinds">;

/** The row of a queued job. A mergeable one is dropped by the database while the same is already queued. */
export function newJob({ ids, clock, kinds }: QueueDeps, order: JobOrder): typeof schema.job.$inferInsert {
  const kind = kinds[order.kind];
  const subject = [order.applicationId, order.serverId].filter(Boolean).join("@") || (order.sourceId ?? "");
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
    lockKey: kind.lock(order),
    isBuild: kind.isBuild,
    dedupeKey: kind.isMergeable ? `${order.kind}:${subject}` : null,
    maxAttempts: kind.maxAttempts,
    timeoutMs: kind.timeoutMs,
    availableAt: clock.now(),
    createdAt: clock.now(),
  };
}

export { insertJob } from "./insert-job.store.ts";
