import { DamagedValue, readable } from "@fairlead/db/damaged";
import type { Deps } from "../kit/deps.ts";
import type { DeliveryDetail, DeliveryView } from "./deliveries.schemas.ts";
import { readApplicationNames, type ShownDelivery } from "./deliveries.store.ts";

const decisionsOf = ({ decisions }: Pick<ShownDelivery, "decisions">) => readable(decisions, () => []);
const maxBodyChars = 256 * 1024;

export async function toDeliveryViews(
  { db }: Deps,
  teamId: string,
  rows: readonly ShownDelivery[],
): Promise<DeliveryView[]> {
  const ids = new Set(rows.flatMap((row) => decisionsOf(row).map((decision) => decision.application)));
  const names = await readApplicationNames(db, teamId, [...ids]);
  return rows.map((row) => toView(row, names));
}

export async function toDeliveryDetail(
  { db }: Deps,
  teamId: string,
  row: ShownDelivery & { body: string },
): Promise<DeliveryDetail> {
  const names = await readApplicationNames(
    db,
    teamId,
    decisionsOf(row).map((decision) => decision.application),
  );
  return { ...toView(row, names), body: row.body.slice(0, maxBodyChars), isBodyCut: row.body.length > maxBodyChars };
}

const toView = (row: ShownDelivery, names: ReadonlyMap<string, string>): DeliveryView => ({
  id: row.id,
  sourceId: row.sourceId,
  event: row.event,
  state: row.state,
  reason:
    row.decisions instanceof DamagedValue ? `${row.decisions.message} Replay the call to decide it anew.` : row.reason,
  repository: row.repository,
  ref: row.ref,
  commit: row.commit,
  decisions: decisionsOf(row).map(({ application, deployment, reason }) => ({
    applicationId: application,
    applicationName: names.get(application) ?? null,
    deploymentId: deployment,
    reason,
  })),
  attempts: row.attempts,
  nextAttemptAt: row.state === "received" || row.state === "processing" ? row.nextAttemptAt : null,
  replayOf: row.replayOf,
  createdAt: row.createdAt,
  processedAt: row.processedAt,
});
