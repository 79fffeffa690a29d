import { type Database, openDatabase } from "@fairlead/db";
import { keepStatements } from "@fairlead/db/keep-statements";
import { listChunks } from "../../api/src/observe/logs/logs.store.ts";
import { listAuditRows } from "../../api/src/people/audit/audit.store.ts";
import { listServers, loadServerExtras } from "../../api/src/places/servers/servers.store.ts";
import { listDeliveryRows } from "../../api/src/pushes/deliveries.store.ts";
import { getDeploymentRow, listDeploymentRows } from "../../api/src/releases/deployments/deployments.store.ts";
import { getApplicationDetail } from "../../api/src/resources/applications/applications.store.ts";
import { everyKind } from "../../api/src/resources/kinds/registry.ts";
import { countResources, countServers, listResourceCards } from "../../api/src/resources/list/resource-list.store.ts";
import { claimNext } from "../../api/src/work/jobs/claim.store.ts";
import { listExpiredLeases, listOrphans, listOverdue, listResourceJobs } from "../../api/src/work/jobs/jobs.store.ts";
import { appendChunks, renewLease } from "../../api/src/work/jobs/lease.store.ts";
import { listNotificationRows } from "../../api/src/work/notifications/notifications.store.ts";
import { seedId, seedNow } from "../growth/seed.ts";

const limit = 50;
const team = seedId("team", 1);
const busy = seedId("application", 1);

const claimBy = (runner: number, round: number) => ({
  runnerId: seedId("runner", runner),
  key: `key-${round}`,
  leaseId: `lease-${round}`,
  now: seedNow,
  leaseMs: 60_000,
});
const chunk = (seq: number) => ({
  seq,
  step: "build",
  stream: "stdout" as const,
  at: seedNow,
  text: "Step 3/9: the machine works",
});

type Call = [name: string, call: (db: Database, round: number) => Promise<unknown>];

const everywhere = { teamId: team, only: null, servers: "some" as const };
const ofOne = (size: number) => ({ serverId: seedId("server", size / 1_000 + 2) });

/** What people and runners ask all day, of those who have most of everything. `size`: deployments of the world. */
const everydayCalls = (size: number): Call[] => [
  ["claim, nothing queued", (db, round) => claimNext(db, claimBy(2, round))],
  ["claim, 1 % of everything queued", (db, round) => claimNext(db, claimBy(1, round))],
  ["orphans of a runner", (db) => listOrphans(db, { ...claimBy(3, 0), holding: [] })],
  ["log chunk into the longest log", (db, round) => appendToLog(db, round)],
  ["log page", (db) => listChunks(db, seedId("job", 5), { after: { attempt: 0, seq: -1 }, limit: 200 })],
  ["sweep", async (db) => [await listExpiredLeases(db, 0, 100), await listOverdue(db, 0, 100)]],
  ["resources", (db) => listResourceCards(db, everywhere, { of: everyKind, query: { limit } })],
  [
    "resources of one server",
    (db) => listResourceCards(db, everywhere, { of: everyKind, query: { limit, ...ofOne(size) } }),
  ],
  ["servers of one server", (db) => countServers(db, everywhere, { of: everyKind, query: ofOne(size) })],
  ["counters of one server", (db) => countResources(db, everywhere, { of: everyKind, query: ofOne(size) })],
  ["application page", (db) => getApplicationDetail(db, team, busy)],
  ["deployments", (db) => listDeploymentRows(db, team, { limit })],
  ["deployments of a rare status", (db) => listDeploymentRows(db, team, { limit, status: "cancelled" })],
  ["deployments of an application", (db) => listDeploymentRows(db, team, { limit, resourceId: busy })],
  [
    "the same, oldest page",
    (db) => listDeploymentRows(db, team, { limit, resourceId: busy, cursor: seedId("deployment", 260) }),
  ],
  ["deployment page, old", (db) => getDeploymentRow(db, team, seedId("deployment", 5))],
  ["jobs of a busy application", (db) => listResourceJobs(db, team, { resourceId: busy, limit: 20 })],
  ["servers", (db) => serversPage(db)],
  ["deliveries", (db) => listDeliveryRows(db, team, { limit })],
  ["deliveries of a rare state", (db) => listDeliveryRows(db, team, { limit, state: "failed" })],
  ["audit", (db) => listAuditRows(db, team, { stretch: {}, wanted: {}, limit })],
  ["notifications", (db) => listNotificationRows(db, team, { channelId: seedId("channel", 1), limit })],
];

async function serversPage(db: Database) {
  const page = await listServers(db, everywhere, { limit });
  return loadServerExtras(
    db,
    team,
    page.map(({ server }) => server.id),
  );
}

async function appendToLog(db: Database, round: number) {
  const lease = { job: seedId("job", 5), lease: "none", attempt: 1, runnerId: seedId("runner", 1) };
  const chunks = [chunk(10_000_000 + round)];
  await renewLease(db, lease, { leaseEndsAt: seedNow, steps: [], chunks, maxBytes: 1e9 });
  await appendChunks(db, lease, { chunks, maxBytes: 1e9, notice: "" });
}

const rounds = 20;

/** CPU milliseconds of this process a call, mean of twenty after a first. */
export async function measureCalls(file: string, size: number): Promise<Map<string, number>> {
  keepStatements();
  const db = openDatabase(`file:${file}`);
  const measured = new Map<string, number>();
  try {
    for (const [name, call] of everydayCalls(size)) {
      await call(db, 0);
      const before = process.cpuUsage();
      for (let round = 1; round <= rounds; round++) await call(db, round);
      const { user, system } = process.cpuUsage(before);
      measured.set(name, (user + system) / 1_000 / rounds);
    }
  } finally {
    db.$client.close();
  }
  return measured;
}
