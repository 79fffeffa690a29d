import type { schema } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import type { JobOrder } from "../../kit/work-kinds.ts";

export type QueueDeps = Pick<Deps, "ids" | "clock" | "kinds">;

/** The row of a queued job. A mergeable one is dropped by the database while the same is already queued. */
export function newJob({ ids, clock, kinds }: QueueDeps, order: JobOrder): typeof schema.job.$inferInsert {
  const kind = kinds[order.kind];
  const asked =
    [order.resourceId, order.registryId, order.serverId].filter(Boolean).join("@") || (order.sourceId ?? "");
  return {
    id: ids.next("job"),
    teamId: order.teamId,
    kind: order.kind,
    state: "queued",
    runnerId: order.runnerId,
    serverId: order.serverId ?? null,
    ...subjectOf(order),
    deploymentId: order.deploymentId ?? null,
    lockKey: kind.lock(order),
    isBuild: kind.isBuild,
    goesFirst: kind.goesFirst === true,
    needsTrust: kind.isForStrangers !== true,
    isRelease: kind.isRelease === true,
    dedupeKey: kind.isMergeable ? `${order.kind}:${asked}` : null,
    maxAttempts: kind.maxAttempts,
    timeoutMs: kind.timeoutMs,
    availableAt: clock.now(),
    createdAt: clock.now(),
  };
}

function subjectOf({ resourceId, sourceId, registryId, serverId, runnerId }: JobOrder) {
  if (resourceId !== undefined) return { subjectKind: "resource" as const, subjectId: resourceId };
  if (sourceId !== undefined) return { subjectKind: "source" as const, subjectId: sourceId };
  if (registryId !== undefined) return { subjectKind: "registry" as const, subjectId: registryId };
  if (serverId !== undefined) return { subjectKind: "server" as const, subjectId: serverId };
  return { subjectKind: "runner" as const, subjectId: runnerId };
}

export { insertJob } from "./insert-job.store.ts";
