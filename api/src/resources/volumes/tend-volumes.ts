import type { Deps } from "../../kit/deps.ts";
import { inPieces, pieceSize } from "../../kit/sql/in-pieces.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { beginPurge, listPurgingServers, listUnmeasuredServers } from "./volumes.store.ts";

const measuredEveryMs = 86_400_000;

/**
 * Periodic duty: what has been in the trash for its time is taken from its server, and sizes are read once a day. The state of a row is
 * all that is remembered, so a turn that dies half way is finished by the next one.
 */
export async function tendVolumes(deps: Deps): Promise<void> {
  const { db, clock, hub, capacity } = deps;
  const now = clock.now();
  await inPieces(async () => (await beginPurge(db, { now, limit: pieceSize })).length, { capacity });
  const orders = [
    ...onceEach(await listPurgingServers(db)).map((at) => ({ kind: "empty-trash" as const, ...at })),
    ...onceEach(await listUnmeasuredServers(db, now - measuredEveryMs)).map((at) => ({
      kind: "measure-volumes" as const,
      ...at,
    })),
  ];
  for (const order of orders) {
    if (capacity.isSpent()) return;
    await runBatch(db, [insertJob(db, newJob(deps, order))]);
    hub.wakeRunner(order.runnerId);
  }
}

const onceEach = <T extends { serverId: string }>(rows: readonly T[]): T[] => [
  ...new Map(rows.map((row) => [row.serverId, row])).values(),
];
