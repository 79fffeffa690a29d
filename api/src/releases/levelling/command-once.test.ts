import { schema } from "@fairlead/db";
import { ContainerSettings, type JobOutcome, usualContainer } from "@fairlead/runner/contract";
import * as v from "valibot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aFlowWorld, anApplication, anotherServer, type FlowWorld, runsAlsoOn } from "../../testing/flow.ts";
import { aRunnerClient, aStep, deployed, failed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { toDetail } from "../deployments/deployment-views.ts";
import { getDeploymentRow } from "../deployments/deployments.store.ts";
import { enqueueDeployment } from "../deployments/enqueue-deployment.ts";
import { rollbackDeployment } from "../deployments/rollback-deployment.ts";
import { levelTargets } from "./level-targets.ts";

// What a deployment on two servers runs once.

let deps: TestDeps;
let world: FlowWorld;
let one: ReturnType<typeof aRunnerClient>;
let two: ReturnType<typeof aRunnerClient>;
let shop: string;
const releaseCommand = "bin/rails db:migrate";
const postDeployCommand = "bin/purge-cache";
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  const second = await anotherServer(deps, world, { name: "web-2" });
  one = aRunnerClient(deps, world);
  two = aRunnerClient(deps, second);
  const container = v.parse(ContainerSettings, { ...usualContainer, releaseCommand, postDeployCommand });
  shop = await anApplication(deps, world, { container });
  await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const sha = "c".repeat(40);
async function deploy(commit: string | null = sha) {
  deps.clock.advance(1_000);
  return (await enqueueDeployment(deps, { teamId: world.teamId, resourceId: shop, trigger: "manual", commit })).id;
}
const containerIn = (claimed: Awaited<ReturnType<typeof one.claim>>) =>
  claimed?.payload.kind === "deploy" ? claimed.payload.spec.container : undefined;
const commandIn = async (of: typeof one) => containerIn(await of.claim())?.releaseCommand;
const view = async (id: string) => toDetail(deps, await getDeploymentRow(deps.db, world.teamId, id));
const away: JobOutcome = {
  kind: "failed",
  cause: { class: "server-unreachable", step: "retire", sentence: "It is away.", evidence: [], nextAction: "Wait." },
};
const prepared = { steps: [aStep("release-command", "passed")] };

test("one server runs it, and the other, which waits for that, does not run it again", async () => {
  const id = await deploy(null);
  const lease = leaseOf(await one.claim());
  const commit = { sha, author: "Ada", subject: "Change it", committedAt: 1_000 };
  await one.progress(lease, { steps: [aStep("fetch", "passed", { commit })] });
  expect(await two.claim()).toBeNull();
  deps.clock.advance(60_000);
  expect((await view(id)).targets[1]?.waitingReason).toMatch(/^Another server goes first/);
  await one.progress(lease, prepared);
  expect(await commandIn(two)).toBeNull();
});

test("the next server runs it when the first ended before it did", async () => {
  await deploy();
  await one.finish(leaseOf(await one.claim()), failed());
  await deps.settle();
  expect(await commandIn(two)).toBe(releaseCommand);
});

test("nobody waits for it where a release is only started again", async () => {
  const made = async (image?: string) => {
    const id = await deploy();
    const lease = leaseOf(await one.claim());
    await one.progress(lease, prepared);
    for (const [runner, held] of [
      [one, lease],
      [two, leaseOf(await two.claim())],
    ] as const)
      await runner.finish(held, deployed(image));
    await deps.settle();
    return id;
  };
  const first = await made();
  await made(`sha256:${"2".repeat(64)}`);
  await rollbackDeployment(deps, world.actor, { id: first });
  const again = { payload: { reuseImage: expect.any(String) } };
  expect([await one.claim(), await two.claim()]).toMatchObject([again, again]);
});

test("the last server runs what comes after a deployment, and no other", async () => {
  await deploy();
  const first = await one.claim();
  await one.progress(leaseOf(first), prepared);
  expect(containerIn(first)?.postDeployCommand).toBeNull();
  expect(containerIn(await two.claim())?.postDeployCommand).toBe(postDeployCommand);
});

test.each(["passed", "failed"] as const)(
  "nor does that one a second time when it is brought level after it has %s",
  async (status) => {
    await deploy();
    const first = leaseOf(await one.claim());
    await one.progress(first, prepared);
    await one.finish(first, deployed());
    const second = leaseOf(await two.claim());
    await two.progress(second, { steps: [aStep("post-deploy-command", status)] });
    await two.finish(second, away);
    await deps.settle();
    deps.clock.advance(60_000);
    await deps.db.update(schema.server).set({ lastSeenAt: deps.clock.now() });
    await levelTargets(deps);
    const level = containerIn(await two.claim());
    expect(level).toMatchObject({ command: null, postDeployCommand: null });
  },
);
