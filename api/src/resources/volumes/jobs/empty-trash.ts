import { maxVolumesAtOnce } from "@fairlead/runner/contract";
import type { WorkKind } from "../../../kit/work-kinds.ts";
import { runBatch } from "../../../kit/write/run-batch.ts";
import { toServerTarget } from "../../../rules/server-target.ts";
import { noSecrets, serverOf } from "../../../work/jobs/compile-tools.ts";
import { toMounted } from "../to-mounted.ts";
import { deletePurged, listOnServer, postponePurge } from "../volumes.store.ts";

const againAfterMs = 86_400_000;
const notes = {
  "in-use":
    "A container on the server still has it: one of a kept release, or somebody's. It is tried again tomorrow; deploying or removing what mounted it frees it.",
  "not-ours": "On the server it carries the labels of somebody else, so it stays there.",
} as const;

/** A volume of the trash comes back until this was ordered; what a lost job left is taken by the next one. */
export const emptyTrash: WorkKind<"empty-trash"> = {
  timeoutMs: 10 * 60_000,
  maxAttempts: 3,
  lock: ({ serverId }) => `volumes:${serverId}`,
  isMergeable: true,
  isBuild: false,
  compile: async (deps, job) => {
    const server = await serverOf(deps, job);
    const rows = await listOnServer(deps.db, { serverId: server.id, isPurging: true, limit: maxVolumesAtOnce });
    const volumes = rows.map(toMounted);
    return {
      payload: { kind: "empty-trash", target: toServerTarget(server), team: job.teamId, volumes },
      secrets: noSecrets,
    };
  },
  apply: async ({ db, clock }, { serverId }, outcome) => {
    if (serverId === null || outcome.kind !== "succeeded" || outcome.result.kind !== "trash-emptied") return;
    const now = clock.now();
    const adopted = await listOnServer(db, { serverId, isPurging: true, limit: maxVolumesAtOnce });
    const isAdopted = (id: string) => adopted.some((row) => row.id === id && row.isAdopted);
    const statements = outcome.result.volumes.map(({ id, outcome: ended }) =>
      // What was adopted leaves only our rows.
      ended === "removed" || ended === "absent" || isAdopted(id)
        ? deletePurged(db, { serverId, id })
        : postponePurge(db, { serverId, id, now, purgeAt: now + againAfterMs, note: notes[ended] }),
    );
    if (statements.length > 0) await runBatch(db, statements);
  },
};
