import { schema } from "@fairlead/db";
import type { Lease } from "@fairlead/runner/contract";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { cadence } from "../../rules/cadence.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aChunk, aRunnerClient, aStep, failed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
let lease: Lease;
let deploymentId: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
  const resourceId = await anApplication(deps, world);
  const order = { teamId: world.teamId, resourceId, trigger: "manual", commit: null } as const;
  deploymentId = (await enqueueDeployment(deps, order)).id;
  lease = leaseOf(await runner.claim());
});
afterEach(() => deps.dispose());

const jobRow = async () => {
  const [row] = await deps.db.select().from(schema.job).where(eq(schema.job.id, lease.job));
  if (!row) throw new Error("The job is gone.");
  return row;
};
const chunks = () => deps.db.select().from(schema.logChunk).orderBy(schema.logChunk.seq);
const steps = () => deps.db.select().from(schema.step).orderBy(schema.step.position);

test("progress renews the lease from the moment it arrives", async () => {
  deps.clock.advance(50_000);
  expect(await runner.progress(lease)).toEqual({ leaseMs: cadence.leaseMs, cancel: false });
  expect((await jobRow()).leaseEndsAt).toBe(deps.clock.now() + cadence.leaseMs);
});

test.each([{ lease: "another-lease" }, { attempt: 2 }])("a call with %o changes nothing", async (wrong) => {
  const sent = { steps: [aStep("build", "started")], chunks: [aChunk(0)] };
  await expect(runner.progress({ ...lease, ...wrong }, sent)).rejects.toMatchObject({ code: "lease.stale" });
  expect(await chunks()).toEqual([]);
  expect(await steps()).toEqual([]);
});

test("chunks sent twice or out of order are stored once and read in order", async () => {
  await runner.progress(lease, { chunks: [aChunk(2), aChunk(0)] });
  await runner.progress(lease, { chunks: [aChunk(0), aChunk(1), aChunk(2)] });
  expect((await chunks()).map((chunk) => chunk.text)).toEqual(["line 0\n", "line 1\n", "line 2\n"]);
  expect(await jobRow()).toMatchObject({ logSizeBytes: 21, logConflicts: 0 });
});

test("another text under a known number is flagged and never overwrites", async () => {
  await runner.progress(lease, { chunks: [aChunk(0, "the truth\n")] });
  await runner.progress(lease, { chunks: [aChunk(0, "a lie\n"), aChunk(1)] });
  expect((await chunks()).map((chunk) => chunk.text)).toEqual(["the truth\n", "line 1\n"]);
  expect(await jobRow()).toMatchObject({ logConflicts: 1 });
});

test("a log over its cap ends in one visible line and the job goes on", async () => {
  await deps.db.update(schema.job).set({ logSizeBytes: cadence.logMaxBytes - 10 });
  await runner.progress(lease, { chunks: [aChunk(0, "123456\n"), aChunk(1, "€€€€\n"), aChunk(2, "more\n")] });
  await runner.progress(lease, { chunks: [aChunk(3)] });
  expect((await chunks()).map(({ seq, stream, text }) => [seq, stream, text.slice(0, 12)])).toEqual([
    [0, "stdout", "123456\n"],
    [1, "system", "Log cut here"],
  ]);
  expect((await jobRow()).state).toBe("running");
});

test("an end of a step is final however often and late its start arrives", async () => {
  await runner.progress(lease, { steps: [aStep("build", "started", { at: 100 })] });
  await runner.progress(lease, { steps: [aStep("build", "passed", { at: 400, durationMs: 300, note: "cached" })] });
  await runner.progress(lease, { steps: [aStep("build", "started", { at: 100 }), aStep("build", "failed")] });
  expect(await steps()).toMatchObject([
    { name: "build", status: "passed", startedAt: 100, finishedAt: 400, durationMs: 300, note: "cached", position: 2 },
  ]);
});

test("the last step that started decides what may happen after a loss", async () => {
  const sent = [aStep("build", "started"), aStep("build", "passed"), aStep("start", "started", { class: "one-shot" })];
  await runner.progress(lease, { steps: sent });
  expect(await jobRow()).toMatchObject({ lastStep: "start", lastStepClass: "one-shot" });
});

test("a deployment is known by its commit as soon as that was fetched, however it ends", async () => {
  const commit = { sha: "7b9158d".padEnd(40, "0"), author: "Ada", subject: "Move the price", committedAt: 1_000 };
  await runner.progress(lease, { steps: [aStep("fetch", "started"), aStep("fetch", "passed", { commit })] });
  const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, deploymentId));
  expect(row).toMatchObject({ commit: commit.sha, commitAuthor: "Ada", commitSubject: "Move the price" });
  await runner.finish(lease, failed());
  const [ended] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, deploymentId));
  expect(ended).toMatchObject({ status: "failed", commitSubject: "Move the price" });
});

test("a deployment is live once the traffic has moved", async () => {
  await runner.progress(lease, { steps: [aStep("flip", "started")] });
  const status = async () => {
    const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, deploymentId));
    return row?.status;
  };
  expect(await status()).toBe("running");
  await runner.progress(lease, { steps: [aStep("flip", "passed")] });
  expect(await status()).toBe("live");
});

test("steps and chunks of a later attempt stand beside those of the first", async () => {
  await runner.progress(lease, { steps: [aStep("build", "started")], chunks: [aChunk(0)] });
  const second = leaseOf(await runner.claim());
  await runner.progress(second, { steps: [aStep("build", "started")], chunks: [aChunk(0, "again\n")] });
  const rows = await deps.db.all<{ attempt: number; text: string }>(
    sql`SELECT attempt, text FROM log_chunk ORDER BY attempt`,
  );
  expect(rows).toEqual([
    { attempt: 1, text: "line 0\n" },
    { attempt: 2, text: "again\n" },
  ]);
  expect(await steps()).toHaveLength(2);
});
