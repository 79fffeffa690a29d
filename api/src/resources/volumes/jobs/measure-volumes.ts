import { maxVolumesAtOnce } from "@fairlead/runner/contract";
import type { WorkKind } from "../../../kit/work-kinds.ts";
import { runBatch } from "../../../kit/write/run-batch.ts";
import { toServerTarget } from "../../../rules/server-target.ts";
import { noSecrets, serverOf } from "../../../work/jobs/compile-tools.ts";
import { toMounted } from "../to-mounted.ts";
import { listOnServer, markMeasured, saveMeasure } from "../volumes.store.ts";

/** Reads sizes and changes nothing on the server. */
export const measureVolumes: WorkKind<"measure-volumes"> = {
  timeoutMs: 10 * 60_000,
  maxAttempts: 1,
  lock: () => null,
  isMergeable: true,
  isBuild: false,
  compile: async (deps, job) => {
    const server = await serverOf(deps, job);
    const rows = await listOnServer(deps.db, { serverId: server.id, isPurging: false, limit: maxVolumesAtOnce });
    const volumes = rows.map(toMounted);
    return {
      payload: { kind: "measure-volumes", target: toServerTarget(server), team: job.teamId, volumes },
      secrets: noSecrets,
    };
  },
  apply: async ({ db, clock }, { serverId }, outcome) => {
    if (serverId === null || outcome.kind !== "succeeded" || outcome.result.kind !== "volumes-measured") return;
    const now = clock.now();
    const rows = await listOnServer(db, { serverId, isPurging: false, limit: maxVolumesAtOnce });
    if (rows.length === 0) return;
    await runBatch(db, [
      markMeasured(db, { serverId, now, ids: rows.map(({ id }) => id) }),
      ...outcome.result.volumes.map((seen) => saveMeasure(db, { serverId, now, ...seen })),
    ]);
  },
};
