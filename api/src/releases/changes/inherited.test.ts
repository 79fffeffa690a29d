import { afterEach, beforeEach, expect, test } from "vitest";
import { createVariable } from "../../resources/variables/create-variable.ts";
import { deleteVariable } from "../../resources/variables/delete-variable.ts";
import { updateVariable } from "../../resources/variables/update-variable.ts";
import { aFlowWorld, anApplication, anotherServer, type FlowWorld, runsAlsoOn } from "../../testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { deployResource } from "../deployments/deploy-resource.ts";
import { rollbackDeployment } from "../deployments/rollback-deployment.ts";
import { getChanges } from "./get-changes.ts";
import { undoChange } from "./undo-change.ts";

// What places give arrives with a deployment, as it was then, and what waits for the next one is told exactly.

let deps: TestDeps;
let world: FlowWorld;
let second: Awaited<ReturnType<typeof anotherServer>>;
let shop: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  second = await anotherServer(deps, world, { name: "web-2" });
  shop = await anApplication(deps, world, { name: "shop" });
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const odd = 'two\r\nlines, "quotes", $HOME and \u00fcml\u00e4uts \u{1f6a2} ';
const give = (holderId: string, key: string, value = odd, isSecret = true) =>
  createVariable(deps, world.actor, {
    holderId,
    input: { key, value, scope: "runtime", isSecret, isArgumentAllowed: false },
  });
const change = (id: string, value: string) => updateVariable(deps, world.actor, { id, set: { revision: 1, value } });

/** What each server is given. */
async function released(deployment?: string) {
  if (deployment) await rollbackDeployment(deps, world.actor, { id: deployment });
  else await deployResource(deps, world.actor, { id: shop, input: { noCache: false } });
  const given = [];
  for (const place of [world, second]) {
    const runner = aRunnerClient(deps, place);
    const answer = await runner.claim();
    if (!answer) continue;
    const env = answer.payload.kind === "deploy" ? answer.payload.spec.env.map(({ key }) => key).toSorted() : [];
    given.push({ env, values: answer.secrets.env });
    await runner.finish(leaseOf(answer), deployed());
  }
  await deps.settle();
  deps.clock.advance(120_000);
  return given;
}
const changes = async () =>
  (await getChanges(deps, world.actor, { id: shop })).changes.map(({ kind, path }) => `${kind} ${path}`);

test("a process gets what its places give, the nearest of each name, byte for byte", async () => {
  await give(world.teamId, "OF_TEAM");
  await give(world.teamId, "BOTH", "far");
  await give(world.environmentId, "BOTH", "near");
  await give(world.teamId, "OWN", "far");
  await give(shop, "OWN", "own");
  expect(await released()).toEqual([
    { env: ["BOTH", "OF_TEAM", "OWN"], values: { OF_TEAM: odd, BOTH: "near", OWN: "own" } },
  ]);
});

test("each server gives its own value to what runs there, and never in the place of the resource's", async () => {
  await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
  await give(world.teamId, "REGION", "somewhere");
  await give(second.serverId, "REGION", "north");
  await give(second.serverId, "OWN", "of the server");
  await give(shop, "OWN", "own");
  await give(world.serverId, "ONLY_HERE", "one");
  expect(await released()).toEqual([
    { env: ["ONLY_HERE", "OWN", "REGION"], values: { REGION: "somewhere", OWN: "own", ONLY_HERE: "one" } },
    { env: ["OWN", "REGION"], values: { REGION: "north", OWN: "own" } },
  ]);
});

test("a rollback brings back what the places gave then", async () => {
  await give(world.serverId, "REGION", "north");
  const of = await give(world.teamId, "OF_TEAM", "then");
  const first = await deployResource(deps, world.actor, { id: shop, input: { noCache: false } });
  const runner = aRunnerClient(deps, world);
  await runner.finish(leaseOf(await runner.claim()), deployed());
  await change(of.id, "now");
  await released();
  expect(await released(first.id)).toMatchObject([{ values: { OF_TEAM: "then", REGION: "north" } }]);
});

test("what a place gives anew, otherwise or no more waits for a deployment, and is told by its name", async () => {
  const kept = await give(world.teamId, "CHANGED", "one");
  const gone = await give(world.environmentId, "GONE", "one");
  await give(world.teamId, "SAME");
  await released();
  expect(await changes()).toEqual([]);
  await change(kept.id, "two");
  await deleteVariable(deps, world.actor, { id: gone.id });
  await give(world.environmentId, "NEW");
  expect(await changes()).toEqual(["changed variables.CHANGED", "removed variables.GONE", "added variables.NEW"]);
  await released();
  expect(await changes()).toEqual([]);
});

test("what counts again since a nearer value went is told, however old it is", async () => {
  await give(world.teamId, "KEY", "far");
  const near = await give(shop, "KEY", "near");
  await released();
  await deleteVariable(deps, world.actor, { id: near.id });
  expect(await changes()).toEqual(["changed variables.KEY"]);
});

test("what a nearer value hides makes no difference", async () => {
  const far = await give(world.teamId, "KEY", "far");
  await give(shop, "KEY", "near");
  await released();
  await change(far.id, "other");
  expect(await changes()).toEqual([]);
});

test("what one server gives is told with the server", async () => {
  const { id } = await give(world.serverId, "REGION", "north", false);
  await released();
  expect(await changes()).toEqual([]);
  await change(id, "south");
  expect((await getChanges(deps, world.actor, { id: shop })).changes).toMatchObject([
    { path: "variables.REGION on web-1", kind: "changed", canUndo: false },
  ]);
  await deleteVariable(deps, world.actor, { id });
  expect(await changes()).toEqual(["removed variables.REGION on web-1"]);
});

test("what a place gives is not put back from a resource", async () => {
  const { id } = await give(world.teamId, "KEY", "one");
  await released();
  await change(id, "two");
  await expect(undoChange(deps, world.actor, { id: shop, path: "variables.KEY" })).rejects.toMatchObject({
    code: "change.not_undoable",
  });
});

test("no value of a place's secret is told", async () => {
  const { id } = await give(world.teamId, "KEY", "swordfish");
  await released();
  await change(id, "swordfish two");
  expect(JSON.stringify(await getChanges(deps, world.actor, { id: shop }))).not.toContain("swordfish");
});

test("of all places together there are no more variables than one may have", async () => {
  for (const holder of [world.teamId, world.environmentId])
    for (let n = 0; n < 10; n++) await give(holder, `BIG_${holder.slice(0, 3)}_${n}`.toUpperCase(), "x".repeat(60_000));
  await expect(deployResource(deps, world.actor, { id: shop, input: { noCache: false } })).rejects.toMatchObject({
    code: "variable.too_large",
  });
});
