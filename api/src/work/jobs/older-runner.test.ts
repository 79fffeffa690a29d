import { schema } from "@fairlead/db";
import { contractVersion } from "@fairlead/runner/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { getRunner } from "../../places/runners/runners.store.ts";
import { updateReason } from "../../places/runners/update-reason.ts";
import { toOneView } from "../../releases/deployments/deployment-views.ts";
import { getDeploymentRow } from "../../releases/deployments/deployments.store.ts";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";

// Everything needs the first contract. A runner of contract 0 stands for one that is older than what is used.

let deps: TestDeps;
let world: FlowWorld;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  await deps.db.update(schema.runner).set({ contract: 0 });
});
afterEach(() => deps.dispose());

const known = { version: "0.1.0", contract: 0 };
const older = () => aRunnerClient(deps, { ...world, contract: 0, known });
const current = () => aRunnerClient(deps, { ...world, known });
const deploy = async () => {
  const resourceId = await anApplication(deps, world);
  return enqueueDeployment(deps, { teamId: world.teamId, resourceId, trigger: "manual", commit: null });
};
const theDeployment = async () => (await deps.db.select().from(schema.deployment))[0];
const theJob = async () => (await deps.db.select().from(schema.job))[0];
const theRunner = () => getRunner(deps.db, world.teamId, world.runnerId);

describe("a job that is too new for its runner", () => {
  beforeEach(async () => {
    await deploy();
    expect(await older().claim()).toBeNull();
  });

  test("is not claimed and does not fail", async () => {
    expect(await theDeployment()).toMatchObject({ status: "queued", startedAt: null, cause: null });
    expect(await theJob()).toMatchObject({ state: "queued", attempt: 0, needsContract: 1 });
  });

  test("says what it waits for, and so does the page of the runner", async () => {
    const row = await getDeploymentRow(deps.db, world.teamId, (await theDeployment())?.id ?? "");
    expect((await toOneView(deps, row)).waitingReason).toBe(
      "Runner harbour-1 (version 0.1.0) is too old for a setting that is used here. Update it; this starts by itself then.",
    );
    expect(updateReason(await theRunner())).toBe(
      "One job waits for an update of this runner: version 0.1.0 does not know a setting that is used.",
    );
  });

  test("is had at once by the same runner, updated", async () => {
    expect((await current().claim())?.payload.kind).toBe("deploy");
    expect(updateReason(await theRunner())).toBeNull();
  });

  test("is looked at again after a minute, because settings change, and by nobody before", async () => {
    const before = await theJob();
    deps.clock.advance(59_000);
    await older().claim();
    expect(await theJob()).toEqual(before);
    deps.clock.advance(1_000);
    await older().claim();
    expect(await theJob()).toMatchObject({ state: "queued", attempt: 0, availableAt: deps.clock.now() + 60_000 });
  });
});

test("a hundred jobs that are too new keep no runner from the next one", async () => {
  for (let each = 0; each < 100; each++) await deploy();
  for (let look = 0; look < 3; look++) expect(await older().claim()).toBeNull();
  const jobs = await deps.db.select().from(schema.job);
  expect(jobs.filter(({ needsContract }) => needsContract === 1)).toHaveLength(100);
});

test("a runner that is told to be another version is known as that, and nothing is written while it stays the same", async () => {
  await deps.db.update(schema.runner).set({ version: "0.0.9", contract: 0 });
  const before = await theRunner();
  await aRunnerClient(deps, { ...world, known: { version: "0.0.9", contract: 0 } }).claim();
  expect(await theRunner()).toMatchObject({ version: "0.1.0", contract: contractVersion });
  expect(before.contract).toBe(0);
});

test("a deployment that a newer control plane made is shown, and ends with that as its cause", async () => {
  const { id } = await deploy();
  const [row] = await deps.db.select().from(schema.deployment);
  const spec = { ...row?.spec, version: contractVersion + 1, volumes: [{ path: "/data" }] };
  await deps.db.$client.execute({ sql: "UPDATE deployment SET spec = ?", args: [JSON.stringify(spec)] });
  expect(await theDeployment()).toMatchObject({ id, spec: { version: contractVersion + 1 } });
  expect(await current().claim()).toBeNull();
  expect(await theDeployment()).toMatchObject({ status: "failed", cause: { class: "invalid-spec" } });
});
