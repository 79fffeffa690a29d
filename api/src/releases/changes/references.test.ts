import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createVariable } from "../../resources/variables/create-variable.ts";
import { updateVariable } from "../../resources/variables/update-variable.ts";
import { aFlowWorld, anApplication, anotherServer, type FlowWorld, runsAlsoOn } from "../../testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { deployResource } from "../deployments/deploy-resource.ts";
import { getChanges } from "./get-changes.ts";
import { undoChange } from "./undo-change.ts";

// What refers to others arrives with a deployment as they were then, and what they have become since is told exactly.

let deps: TestDeps;
let world: FlowWorld;
let second: Awaited<ReturnType<typeof anotherServer>>;
let shop: string;
let db: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  second = await anotherServer(deps, world, { name: "web-2" });
  shop = await anApplication(deps, world, { name: "shop" });
  db = await anApplication(deps, world, { name: "db" });
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const odd = 'two\r\nlines, "quotes", $HOME ${{ and \u00fcml\u00e4uts \u{1f6a2} ';
const give = (holderId: string, key: string, value: string, more: { isSecret?: boolean } = {}) =>
  createVariable(deps, world.actor, {
    holderId,
    input: { key, value, scope: "runtime", isSecret: more.isSecret ?? false, isArgumentAllowed: false },
  });
const refer = (holderId: string, key: string, value: string, scope: "runtime" | "both" = "runtime") =>
  createVariable(deps, world.actor, {
    holderId,
    input: { key, value, kind: "reference", scope, isSecret: false, isArgumentAllowed: false },
  });
const change = (id: string, value: string, revision = 1) =>
  updateVariable(deps, world.actor, { id, set: { revision, value } });

const deploy = () => deployResource(deps, world.actor, { id: shop, input: { noCache: false } });
/** What each server is given. */
async function released() {
  await deploy();
  const given = [];
  for (const place of [world, second]) {
    const runner = aRunnerClient(deps, place);
    const answer = await runner.claim();
    if (!answer) continue;
    const env = answer.payload.kind === "deploy" ? answer.payload.spec.env : [];
    given.push({ env, values: answer.secrets.env });
    await runner.finish(leaseOf(answer), deployed());
  }
  await deps.settle();
  deps.clock.advance(120_000);
  return given;
}
const changes = async () => (await getChanges(deps, world.actor, { id: shop })).changes;

test("a process gets what its text refers to, byte for byte", async () => {
  await give(db, "LOGIN", odd);
  await give(world.teamId, "HOST", "db.internal");
  await refer(db, "URL", "pg://${{ db.LOGIN }}");
  await refer(shop, "URL", "${{ db.URL }}@${{ shared.HOST }}$${{");
  expect(await released()).toMatchObject([{ values: { URL: `pg://${odd}@db.internal\${{` } }]);
});

test("each server has its own part put in, and where all give it nobody else has to", async () => {
  await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
  await give(world.serverId, "REGION", "south");
  await give(second.serverId, "REGION", "north");
  await refer(shop, "URL", "https://${{ shared.REGION }}.example.com");
  expect((await released()).map(({ values }) => values.URL)).toEqual([
    "https://south.example.com",
    "https://north.example.com",
  ]);
  expect(await changes()).toEqual([]);
});

test("nothing is deployed while something that is referred to is missing on one of its servers", async () => {
  await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
  await give(world.serverId, "REGION", "south");
  await refer(shop, "URL", "https://${{ shared.REGION }}.example.com");
  await expect(deploy()).rejects.toMatchObject({
    code: "variable.unresolved",
    message: expect.stringContaining("URL cannot be put together: there is no shared.REGION"),
  });
});

test("what others hold now waits for a deployment of whoever refers to it, with both values", async () => {
  const { id } = await give(db, "USER", "harbour");
  await refer(db, "URL", "pg://${{ db.USER }}");
  await refer(shop, "URL", "${{ db.URL }}/shop");
  await released();
  expect(await changes()).toEqual([]);
  await change(id, "lighthouse");
  expect(await changes()).toMatchObject([
    { path: "variables.URL", kind: "changed", after: "pg://lighthouse/shop", canUndo: false },
  ]);
  await expect(undoChange(deps, world.actor, { id: shop, path: "variables.URL" })).rejects.toMatchObject({
    code: "change.not_undoable",
  });
  await released();
  expect(await changes()).toEqual([]);
});

test("no value is told of what is made of a secret", async () => {
  const { id } = await give(db, "PASSWORD", "swordfish", { isSecret: true });
  await refer(shop, "URL", "pg://${{ db.PASSWORD }}");
  await released();
  await change(id, "swordfish two");
  const told = await changes();
  expect(told).toMatchObject([{ path: "variables.URL", isHidden: true, before: null, after: null }]);
  expect(JSON.stringify(told)).not.toContain("swordfish");
});

test("a build keeps what is made of a secret out of its arguments", async () => {
  await give(db, "PASSWORD", "swordfish", { isSecret: true });
  await give(db, "USER", "harbour");
  await refer(shop, "SECRET", "${{ db.PASSWORD }}", "both");
  await refer(shop, "PLAIN", "${{ db.USER }}", "both");
  const [given] = await released();
  expect(given?.env.map(({ key, argument }) => [key, argument])).toEqual([
    ["PLAIN", "plain"],
    ["SECRET", "refused"],
  ]);
});

test("what cannot be put together any more is told as the problem of the comparison", async () => {
  await give(world.environmentId, "HOST", "near");
  await refer(shop, "URL", "${{ shared.HOST }}");
  await released();
  await deps.db.delete(schema.variable).where(eq(schema.variable.key, "HOST"));
  expect(await getChanges(deps, world.actor, { id: shop })).toMatchObject({
    changes: [],
    problem: expect.stringContaining("there is no shared.HOST"),
  });
});
