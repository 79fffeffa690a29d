import type { RefusedRoute } from "@fairlead/runner/contract";
import type { Deps } from "../kit/deps.ts";
import { resourceEvent } from "../kit/events/resource-event.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { listRefused, writeRefusal } from "./refusals.store.ts";

/** Tells on each domain of a server whether it was left out when its routes were served, and takes back what is served again. */
export async function applyRefusals(
  { db, hub }: Pick<Deps, "db" | "hub">,
  { serverId, refused }: { serverId: string; refused: readonly RefusedRoute[] },
): Promise<void> {
  const claims = refused.map(({ application, host, path }) => ({ resourceId: application, host, path }));
  const rows = await listRefused(db, { serverId, claims });
  const changed = rows.flatMap((row) => {
    const told = refused.find(
      (each) => each.application === row.resourceId && each.host === row.host && each.path === row.path,
    );
    const refusal = told?.sentence ?? null;
    return refusal === row.refusal ? [] : [{ ...row, refusal }];
  });
  await runBatch(
    db,
    changed.map(({ id, refusal }) => writeRefusal(db, { id, refusal })),
  );
  for (const { teamId, resourceId: id, state } of changed) hub.publish(teamId, resourceEvent(id, state));
}
