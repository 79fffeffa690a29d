import { afterEach, beforeEach, expect, test } from "vitest";
import { movedTimes } from "../../api/src/kit/clock/moved-times.store.ts";
import { schemaOf } from "../../db/src/testing/schema-of.ts";
import { readRows, seedRows } from "../../db/src/testing/seed-rows.ts";
import { testDatabase } from "../../db/src/testing.ts";

let made: Awaited<ReturnType<typeof testDatabase>>;
beforeEach(async () => {
  made = await testDatabase();
  await seedRows(made.db, await schemaOf(made.db), () => undefined);
});
afterEach(() => made.dispose());

const hour = 3_600_000;
/** In which every table has all that it waits for. */
const open: Record<string, string> = {
  bulk: "running",
  delivery: "received",
  notification: "waiting",
  volume: "trashed",
};

/** What is waited for or counted from: as much of it is left after the clock was set as before. By the state of a job. */
const moved: Record<"running" | "queued", string[]> = {
  running: [
    "job.lease_ends_at",
    "job.deadline_at",
    "job.cancel_requested_at",
    "job.started_at",
    "deployment.started_at",
    "deployment.live_at",
    "deployment_target.live_at",
  ],
  queued: ["job.available_at", "job.created_at", "job.served_at"],
};
const movedAlways = [
  "bulk.next_at",
  "bulk.ends_at",
  "volume.purge_at",
  "delivery.next_attempt_at",
  "notification.next_attempt_at",
  "application.head_polled_at",
  "application.next_digest_at",
  "server.next_check_at",
  "server.updated_at",
  "resource.state_observed_at",
  "resource_target.state_observed_at",
  "runner.last_seen_at",
  "rate_window.ends_at",
];

const happened = "when something happened, as people were told";
const promised = "when something ends, as people were told";
/** Times that stay, and why. */
const stay: Record<string, string> = {
  "*.created_at": happened,
  "*.updated_at": happened,
  "*.finished_at": happened,
  "*.revoked_at": happened,
  "*.used_at": happened,
  "*.last_used_at": happened,
  "*.accepted_at": happened,
  "*.sent_at": happened,
  "*.last_sent_at": happened,
  "*.processed_at": happened,
  "*.last_delivery_at": happened,
  "source.refused_at": happened,
  "*.checked_at": happened,
  "registry.check_asked_at": happened,
  "file.unused_since": happened,
  "volume.made_at": happened,
  "volume.measured_at": happened,
  "volume.trashed_at": happened,
  "step.started_at": happened,
  "server.last_seen_at": happened,
  "server.unreachable_since": happened,
  "application.repository_moved_at": happened,
  "audit_chain.started_at": happened,
  "audit_chain.cut_at": happened,
  "account.access_token_expires_at": promised,
  "account.refresh_token_expires_at": promised,
  "log_chunk.at": happened,
  "domain.certificate_seen_at": happened,
  "domain.certificate_ends_at": promised,
  "confirmed_address.asked_at": happened,
  "confirmed_address.confirmed_at": happened,
  "*.expires_at": promised,
  "*.previous_secret_ends_at": promised,
};

/** Times are told by how their columns are called. */
let timeColumns: string[];
beforeEach(async () => {
  const { columns } = await schemaOf(made.db);
  timeColumns = [...columns].flatMap(([place, { type, name }]) =>
    type.startsWith("int") && /(^|_)(at|since)$/.test(name) ? [place] : [],
  );
});

/** The times of the full row of each table. */
async function times(): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const place of timeColumns) {
    const [table = "", column = ""] = place.split(".");
    const [row] = await readRows(made.db, table);
    found.set(place, Number(row?.[column]));
  }
  return found;
}

async function movedIn(state: "running" | "queued"): Promise<string[]> {
  const { $client } = made.db;
  for (const [table, word] of Object.entries(open)) await $client.execute(`UPDATE "${table}" SET state = '${word}'`);
  await $client.execute(`UPDATE job SET state = '${state}'`);
  await $client.execute(
    "UPDATE job SET deployment_id = (SELECT id FROM deployment ORDER BY rowid LIMIT 1) WHERE rowid = 1",
  );
  await $client.execute(
    "UPDATE deployment_target SET job_id = (SELECT id FROM job ORDER BY rowid LIMIT 1) WHERE rowid = 1",
  );
  const before = await times();
  await made.db.batch([...movedTimes(made.db, hour)]);
  const after = await times();
  return timeColumns.filter((place) => after.get(place) === (before.get(place) ?? 0) + hour);
}

test.each(["running", "queued"] as const)(
  "with a %s job what is waited for moves with the clock, and nothing else",
  async (state) => {
    expect((await movedIn(state)).toSorted()).toEqual([...movedAlways, ...moved[state]].toSorted());
  },
);

test("every time of the schema is known to move or to stay", () => {
  const known = new Set([...movedAlways, ...moved.running, ...moved.queued, ...Object.keys(stay)]);
  const unknown = timeColumns.filter((place) => !known.has(place) && !known.has(`*.${place.split(".")[1]}`));
  expect(unknown, "name each in this file: does it move with a clock that was set, or why does it stay?").toEqual([]);
});
