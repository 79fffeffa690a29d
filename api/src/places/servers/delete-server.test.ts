import { schema } from "@fairlead/db";
import { count, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { finishRemoval } from "../../releases/removal/finish-removal.ts";
import { anApplication, aRelease, aServer } from "../../testing/resources.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { newJob } from "../../work/jobs/new-job.ts";
import { deleteServer } from "./delete-server.ts";

let deps: TestDeps;
beforeEach(async () => {
  deps = await testDeps();
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const long = 1_200;
const numbers = Array.from({ length: long }, (_, i) => i);
const rowsOf = async (table: typeof schema.job | typeof schema.step | typeof schema.deployment) =>
  (await deps.db.select({ count: count() }).from(table))[0]?.count;

test("a server with a long history goes with its jobs and their steps", async () => {
  const actor = await aTeam(deps);
  const server = await aServer(deps, actor);
  const { teamId, runnerId } = server;
  const ended = () => ({
    ...newJob(deps, { kind: "check-server", teamId, runnerId, serverId: server.id }),
    dedupeKey: null,
  });
  const jobs = numbers.map(() => ({ ...ended(), state: "succeeded" as const, finishedAt: deps.clock.now() }));
  const steps = jobs.map(({ id }) => ({
    jobId: id,
    attempt: 1,
    name: "check",
    teamId,
    position: 1,
    class: "pure" as const,
    status: "passed" as const,
  }));
  await deps.db.insert(schema.job).values(jobs.slice(0, 600));
  await deps.db.insert(schema.job).values(jobs.slice(600));
  await deps.db.insert(schema.step).values(steps);
  await deleteServer(deps, actor, { id: server.id });
  expect([await rowsOf(schema.job), await rowsOf(schema.step)]).toEqual([0, 0]);
});

test("an application that the runner removed goes with all its deployments, and leaves those of others", async () => {
  const actor = await aTeam(deps);
  const busy = await anApplication(deps, actor, { name: "busy" });
  const other = await anApplication(deps, actor, { name: "other" });
  await aRelease(deps, other, { port: 80 });
  const first = await aRelease(deps, busy, { port: 80, number: long + 1 });
  const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, first));
  const rows = numbers.flatMap((i) =>
    row ? [{ ...row, id: deps.ids.next("deployment"), number: i + 1, isActive: false, naturalKey: null }] : [],
  );
  for (let from = 0; from < long; from += 400)
    await deps.db.insert(schema.deployment).values(rows.slice(from, from + 400));
  await finishRemoval(deps, { teamId: actor.teamId, resourceId: busy.id });
  expect(await deps.db.select({ of: schema.deployment.resourceId }).from(schema.deployment)).toEqual([
    { of: other.id },
  ]);
});
