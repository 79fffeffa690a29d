import type { Deps } from "../deps.ts";
import { runBatch } from "../statement.ts";
import { deleteLogs, deleteOldDeliveries, deleteOldJobs, listOldLogs } from "./prune.store.ts";

const day = 24 * 60 * 60_000;
/** Forges redeliver for three days; a month is for people who look for a push they remember. */
const deliveryMs = 30 * day;
const logMs = 90 * day;
const jobMs = 14 * day;
/** Rows of each kind a call: the rest is found by the next one. */
const limit = 500;
const logsAtOnce = 50;

/** Retention of what only grows: deliveries, logs and small jobs. Deployments themselves are kept. */
export async function prune({ db, clock }: Pick<Deps, "db" | "clock">): Promise<void> {
  const now = clock.now();
  await runBatch(db, [deleteOldDeliveries(db, now - deliveryMs, limit)]);
  const old = await listOldLogs(db, now - logMs, logsAtOnce);
  if (old.length > 0) await runBatch(db, [...deleteLogs(db, old, "Its log was deleted: logs are kept for 90 days.")]);
  await runBatch(db, [...deleteOldJobs(db, now - jobMs, limit)]);
}
