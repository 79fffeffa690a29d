import { schema } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { updateApplication } from "../../resources/applications/update-application.ts";
import { createVariable } from "../../resources/variables/create-variable.ts";
import { deleteVariable } from "../../resources/variables/delete-variable.ts";
import { revealVariable } from "../../resources/variables/reveal-variable.ts";
import { updateVariable } from "../../resources/variables/update-variable.ts";
import type { CreateVariable } from "../../resources/variables/variables.schemas.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { deployResource } from "../deployments/deploy-resource.ts";
import { rollbackDeployment } from "../deployments/rollback-deployment.ts";
import { getChanges } from "./get-changes.ts";
import { listChanges } from "./list-changes.ts";
import { undoChange } from "./undo-change.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
let shop: string;
let docs: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
  shop = await anApplication(deps, world, { name: "shop" });
  docs = await anApplication(deps, world, { name: "docs" });
});
afterEach(() => deps.dispose());

const odd = 'two\r\nlines, "quotes", $HOME and \u00fcml\u00e4uts ';
const setVariable = (resourceId: string, input: Partial<CreateVariable> & { key: string }) =>
  createVariable(deps, world.actor, {
    holderId: resourceId,
    input: { value: odd, scope: "runtime", isSecret: true, isArgumentAllowed: false, ...input },
  });
async function release(id: string) {
  const row = await deployResource(deps, world.actor, { id, input: { noCache: false } });
  await runner.finish(leaseOf(await runner.claim()), deployed(`sha256:${"1".repeat(64)}`));
  deps.clock.advance(120_000);
  return row;
}
const rowOf = async (id: string) => {
  const [row] = await deps.db.select().from(schema.resource).where(eq(schema.resource.id, id));
  if (!row) throw new Error("the application is there");
  return row;
};
const variableOf = async (resourceId: string, key: string) => {
  const of = and(eq(schema.variable.resourceId, resourceId), eq(schema.variable.key, key));
  const [row] = await deps.db.select().from(schema.variable).where(of);
  return row;
};
const setMemory = async (id: string, memoryBytes: number) =>
  updateApplication(deps, world.actor, {
    id,
    set: { revision: (await rowOf(id)).revision, container: { memoryBytes } },
  });
const setValue = async (id: string, change: { value: string }) => {
  const row = await variableOf(id, "TOKEN");
  if (row) await updateVariable(deps, world.actor, { id: row.id, set: { revision: row.revision, ...change } });
};
const changesOf = async (id: string, actor = world.actor) =>
  (await getChanges(deps, actor, { id })).changes.map(({ kind, path }) => `${kind} ${path}`);
const environmentId = async () => (await rowOf(shop)).environmentId;

/** Five things in two applications that no deployment has brought out. */
async function fiveChanges() {
  for (const id of [shop, docs]) {
    await setVariable(id, { key: "TOKEN" });
    await setVariable(id, { key: "GONE" });
    await release(id);
  }
  await setMemory(shop, 536_870_912);
  await setVariable(shop, { key: "ADDED", isSecret: false, value: "seen" });
  await setValue(shop, { value: "not to be told" });
  const gone = await variableOf(docs, "GONE");
  if (gone) await deleteVariable(deps, world.actor, { id: gone.id });
  await setMemory(docs, 268_435_456);
}

test("nothing is told of what was never deployed, and of what serves as it is set", async () => {
  expect(await getChanges(deps, world.actor, { id: shop })).toMatchObject({ activeNumber: null, changes: [] });
  await setVariable(shop, { key: "TOKEN" });
  await release(shop);
  expect(await getChanges(deps, world.actor, { id: shop })).toMatchObject({ activeNumber: 1, changes: [] });
});

test("five changes in two applications are listed, each with what it is", async () => {
  await fiveChanges();
  const { items, hasMore } = await listChanges(deps, world.actor, { id: await environmentId() });
  const told = items.map(({ applicationName, changes }) => [applicationName, changes.map(({ path }) => path)]);
  expect(Object.fromEntries(told)).toEqual({
    shop: ["container.memoryBytes", "variables.ADDED", "variables.TOKEN"],
    docs: ["container.memoryBytes", "variables.GONE"],
  });
  expect(hasMore).toBe(false);
});

test("no value of a secret is told, and to who may not read values none at all", async () => {
  await fiveChanges();
  const told = JSON.stringify(await getChanges(deps, world.actor, { id: shop }));
  expect(told).toContain("seen");
  expect(told).not.toMatch(/not to be told|quotes/);
  const viewer = { ...world.actor, role: "viewer" as const };
  expect(JSON.stringify(await getChanges(deps, viewer, { id: shop }))).not.toContain("seen");
});

test("what was changed and changed back waits for nothing", async () => {
  await setVariable(shop, { key: "TOKEN" });
  await release(shop);
  await setValue(shop, { value: "other" });
  expect(await changesOf(shop)).toEqual(["changed variables.TOKEN"]);
  await setValue(shop, { value: odd });
  expect(await changesOf(shop)).toEqual([]);
  expect((await listChanges(deps, world.actor, { id: await environmentId() })).items).toEqual([]);
});

test("after a rollback everything is compared that is younger than what it brought back", async () => {
  await setVariable(shop, { key: "TOKEN" });
  const first = await release(shop);
  await setValue(shop, { value: "other" });
  await release(shop);
  await rollbackDeployment(deps, world.actor, { id: first.id });
  await runner.finish(leaseOf(await runner.claim()), deployed(`sha256:${"1".repeat(64)}`));
  expect(await changesOf(shop)).toEqual(["changed variables.TOKEN"]);
});

test.each([
  ["settings", () => deps.db.run(sql`UPDATE application SET build = '{ no JSON' WHERE id = ${shop}`)],
  ["values", () => deps.db.run(sql`UPDATE deployment SET variables = 'no seal' WHERE resource_id = ${shop}`)],
])("damaged %s of one application are told as its problem, and the others are compared", async (_of, damage) => {
  await setVariable(shop, { key: "TOKEN" });
  await release(shop);
  await setValue(shop, { value: "new" });
  await setMemory(shop, 128 * 2 ** 20);
  await release(docs);
  await setMemory(docs, 128 * 2 ** 20);
  await damage();
  const { items } = await listChanges(deps, world.actor, { id: world.environmentId });
  expect(items).toMatchObject([
    { applicationName: "docs", problem: null, changes: [{ path: "container.memoryBytes" }] },
    { applicationName: "shop", problem: expect.stringContaining("cannot be read"), changes: [] },
  ]);
});

describe("undo", () => {
  test("puts each of them back, byte for byte, until nothing waits", async () => {
    await fiveChanges();
    for (const id of [shop, docs])
      for (const { path } of (await getChanges(deps, world.actor, { id })).changes)
        await undoChange(deps, world.actor, { id, path });
    expect([await changesOf(shop), await changesOf(docs)]).toEqual([[], []]);
    expect(await variableOf(shop, "ADDED")).toBeUndefined();
    const back = await variableOf(docs, "GONE");
    expect(back?.isSecret).toBe(true);
    expect(await revealVariable(deps, world.actor, { id: back?.id ?? "" })).toMatchObject({ value: odd });
    const [settings] = await deps.db.select().from(schema.application).where(eq(schema.application.id, shop));
    expect(settings?.container.memoryBytes).toBeNull();
  });

  test("of what is not put back from here is refused with where it is", async () => {
    await fiveChanges();
    const undo = (path: string) => undoChange(deps, world.actor, { id: shop, path });
    await expect(undo("outboundProxy.http")).rejects.toMatchObject({ code: "change.not_undoable" });
    await expect(undo("container.__proto__")).rejects.toMatchObject({ code: "change.not_undoable" });
    await expect(undo("domains.shop.example.com")).rejects.toMatchObject({ code: "change.not_undoable" });
  });

  test("before anything serves there is nothing to go back to", async () => {
    await expect(undoChange(deps, world.actor, { id: shop, path: "container.port" })).rejects.toMatchObject({
      code: "resource.never_deployed",
    });
  });
});
