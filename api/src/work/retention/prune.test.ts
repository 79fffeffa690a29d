import { schema } from "@fairlead/db";
import { eq, getTableName, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { logStart, readLog } from "../../observe/logs/read-log.ts";
import { writeRetention } from "../../people/instance/settings.store.ts";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../../testing/flow.ts";
import { addHistory } from "../../testing/history.ts";
import { aChunk, aRunnerClient, aStep, deployed, failed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { prune } from "./prune.ts";
import { forgetResource } from "./prune-orphans.ts";

const day = 24 * 60 * 60_000;
const pause = async () => {};
let deps: TestDeps;
let world: FlowWorld;
let sourceId: string;
let application: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  sourceId = (await aSource(deps, world)).id;
  application = await anApplication(deps, world, { sourceId });
});
afterEach(() => deps.dispose());

const { audit, delivery, deployment, job, logChunk, notification, step } = schema;
async function count(table: Parameters<typeof getTableName>[0]) {
  const [row] = await deps.db.all<{ n: number }>(sql`SELECT count(*) AS n FROM ${sql.identifier(getTableName(table))}`);
  return row?.n ?? 0;
}
const keep = (kind: Parameters<typeof writeRetention>[1]["kind"], days: number) =>
  writeRetention(deps.db, { kind, days, now: deps.clock.now() });

async function release(image: string) {
  const order = { teamId: world.teamId, resourceId: application, trigger: "manual", commit: null } as const;
  const { id } = await enqueueDeployment(deps, order);
  const runner = aRunnerClient(deps, world);
  const lease = leaseOf(await runner.claim());
  await runner.progress(lease, { steps: [aStep("build", "started")], chunks: [aChunk(0)] });
  await runner.finish(lease, image ? deployed(`sha256:${image.repeat(64)}`) : failed(), { chunkCount: 1 });
  return id;
}
const kept = async () => (await deps.db.select().from(deployment)).map(({ number }) => number).toSorted();
const textOf = async (deploymentId: string) =>
  (await readLog(deps, world.teamId, { deploymentId, after: logStart, limit: 10 })).chunks
    .map(({ text }) => text)
    .join("");

describe("deployments", () => {
  test("the release that serves keeps its row and its log, for ever", async () => {
    const id = await release("1");
    deps.clock.advance(4_000 * day);
    await prune(deps, { pause });
    expect(await textOf(id)).toBe("line 0\n");
  });

  test("a log goes before its deployment, and says so", async () => {
    const first = await release("1");
    await release("2");
    deps.clock.advance(100 * day);
    await prune(deps, { pause });
    expect(await textOf(first)).toBe("");
    const [row] = await deps.db.select().from(job).where(eq(job.deploymentId, first));
    expect(row).toMatchObject({ chunkCount: null, note: "Its log was deleted: logs are kept for 90 days." });
  });

  test("what is old goes with jobs, steps and logs; what can be rolled back to stays", async () => {
    for (const image of ["1", "2", "3", "4", "5", "", "", "", "", ""]) await release(image);
    deps.clock.advance(200 * day);
    await prune(deps, { pause });
    // The newest four by number, and the releases of the three newest images.
    expect(await kept()).toEqual([10, 3, 4, 5, 7, 8, 9].toSorted());
    expect(await count(job)).toBe(7);
    expect(await count(step)).toBe(7);
    expect(await textOf((await deps.db.select().from(deployment).where(eq(deployment.number, 5)))[0]?.id ?? "")).toBe(
      "line 0\n",
    );
  });

  test("what an open job works on stays", async () => {
    const first = await release("");
    for (let i = 0; i < 6; i++) await release("");
    await deps.db.update(job).set({ finishedAt: null, state: "running" }).where(eq(job.deploymentId, first));
    deps.clock.advance(200 * day);
    await prune(deps, { pause });
    expect(await kept()).toContain(1);
    expect(await kept()).not.toContain(2);
  });
});

describe("what a deleted application leaves", () => {
  const leave = async () => {
    for (let i = 0; i < 3; i++) await release("1");
    await deps.db.delete(deployment);
    await deps.db.delete(schema.resource);
  };

  test("its jobs, steps and logs go at once", async () => {
    await leave();
    await forgetResource(deps, application);
    expect([await count(job), await count(step), await count(logChunk)]).toEqual([0, 0, 0]);
  });

  test("whatever was left all the same is found by the walk", async () => {
    await leave();
    await deps.db.run(sql`INSERT INTO step (job_id, attempt, name, team_id, position, class, status)
      VALUES ('job_gone', 1, 'build', ${world.teamId}, 1, 'idempotent', 'done')`);
    await prune(deps, { pause });
    expect([await count(job), await count(step), await count(logChunk)]).toEqual([0, 0, 0]);
  });
});

test("every kind is kept as long as it was set to be, and no longer", async () => {
  const busy = { deliveries: 3, deployments: 3, checks: 3 };
  await deps.db.batch([
    keep("deliveries", 5),
    keep("audit", 9),
    keep("jobs", 2),
    keep("deployments", 7),
    keep("logs", 3),
  ]);
  for (let turn = 0; turn < 12; turn++) {
    await addHistory(deps, { ...busy, world, sourceId, applications: [application], turn });
    deps.clock.advance(day);
    await prune(deps, { pause });
  }
  const rows = async (table: Parameters<typeof getTableName>[0]) => (await count(table)) / 3;
  expect({
    deliveries: await rows(delivery),
    audit: await rows(audit),
    logs: (await rows(logChunk)) / 5,
    deployments: await rows(deployment),
    jobs: (await rows(job)) - (await rows(deployment)),
  }).toEqual({ deliveries: 5, audit: 9, logs: 3, deployments: 7, jobs: 2 });
});

test("what is not decided and what is not sent stays, however old", async () => {
  const now = deps.clock.now();
  await deps.db.run(sql`INSERT INTO delivery (id, team_id, source_id, delivery_key, event, state, body, decisions, created_at)
    VALUES ('dlv_1', ${world.teamId}, ${sourceId}, 'k', 'push', 'received', '{}', '[]', ${now})`);
  await deps.db.insert(schema.channel).values({
    id: "chn_1",
    teamId: world.teamId,
    name: "ops",
    kind: "discord",
    settings: "",
    events: [],
    isEnabled: true,
    createdAt: now,
    updatedAt: now,
  });
  const alert = {
    teamId: world.teamId,
    channelId: "chn_1",
    event: "x",
    content: "{}",
    nextAttemptAt: now,
    createdAt: now,
  };
  await deps.db.insert(notification).values([
    { ...alert, id: "ntf_1", dedupeKey: "1", state: "waiting" },
    { ...alert, id: "ntf_2", dedupeKey: "2", state: "sent" },
  ]);
  deps.clock.advance(4_000 * day);
  await prune(deps, { pause });
  expect(await count(delivery)).toBe(1);
  expect((await deps.db.select().from(notification)).map(({ id }) => id)).toEqual(["ntf_1"]);
});

test("one kind that cannot be deleted keeps no other from going", async () => {
  const told: unknown[] = [];
  deps.log.error = (...given) => void told.push(given[2]);
  await addHistory(deps, {
    deliveries: 2,
    deployments: 2,
    checks: 2,
    world,
    sourceId,
    applications: [application],
    turn: 0,
  });
  await deps.db.run(sql`CREATE TRIGGER refuse BEFORE DELETE ON delivery BEGIN SELECT raise(ABORT, 'no'); END`);
  deps.clock.advance(400 * day);
  await prune(deps, { pause });
  expect(await count(delivery)).toBe(2);
  expect(await count(audit)).toBe(0);
  expect(told).toEqual([{ kind: "deliveries" }]);
});

test("the room of what was deleted goes back to the disk", async () => {
  const pages = async () => Number((await deps.db.$client.execute("PRAGMA page_count")).rows[0]?.[0]);
  const before = await pages();
  await addHistory(deps, {
    deliveries: 5_000,
    deployments: 5,
    checks: 5,
    world,
    sourceId,
    applications: [application],
    turn: 0,
  });
  const full = await pages();
  deps.clock.advance(400 * day);
  await prune(deps, { pause });
  expect(full).toBeGreaterThan(before * 2);
  expect(await pages()).toBeLessThan(before * 1.3);
});

test("more is deleted in one turn than in one piece, and everybody else goes first in between", async () => {
  let pauses = 0;
  await addHistory(deps, {
    deliveries: 1_700,
    deployments: 5,
    checks: 5,
    world,
    sourceId,
    applications: [application],
    turn: 0,
  });
  deps.clock.advance(400 * day);
  await prune(deps, { pause: async () => void pauses++ });
  expect(await count(delivery)).toBe(0);
  expect(pauses).toBeGreaterThanOrEqual(3);
});
