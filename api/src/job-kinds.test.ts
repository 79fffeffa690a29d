import { schema } from "@fairlead/db";
import { jobKindNames, jobKinds } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aFlowWorld, type FlowWorld } from "./testing/flow.ts";
import { aRunnerClient, failed, leaseOf } from "./testing/runner.ts";
import { type TestDeps, testDeps } from "./testing/test-deps.ts";
import { insertJob, newJob } from "./work/jobs/new-job.ts";

let deps: TestDeps;
let world: FlowWorld;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
});
afterEach(() => deps.dispose());

test.each(jobKindNames)("%s of what is gone ends with its cause, or asks nothing of it", async (kind) => {
  const { teamId, runnerId, serverId } = world;
  const gone = {
    resourceId: deps.ids.next("application"),
    deploymentId: deps.ids.next("deployment"),
    sourceId: deps.ids.next("source"),
  };
  const job = newJob(deps, { kind, teamId, runnerId, serverId, ...gone });
  await insertJob(deps.db, job);
  const runner = aRunnerClient(deps, world);
  const answer = await runner.claim();
  if (answer) {
    expect(answer.payload.kind).toBe(kind);
    await runner.finish(leaseOf(answer), failed());
  }
  const [row] = await deps.db.select().from(schema.job).where(eq(schema.job.id, job.id));
  expect(row?.state).toBe("failed");
  // Nothing is left that a later job would wait for.
  expect(await deps.db.select().from(schema.job).where(eq(schema.job.state, "running"))).toEqual([]);
});

test.each(jobKindNames)("%s says what it is to whoever waits for it", (kind) => {
  const { title, underway } = jobKinds[kind].words;
  expect(title).toMatch(/^[A-Z]/);
  expect(underway("database")).toMatch(/^[A-Z].*\.$/);
  expect(underway("database")).not.toContain("application");
});
