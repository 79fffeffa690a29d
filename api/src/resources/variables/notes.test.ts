import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { undoChange } from "../../releases/changes/undo-change.ts";
import { deployResource } from "../../releases/deployments/deploy-resource.ts";
import { rollbackDeployment } from "../../releases/deployments/rollback-deployment.ts";
import { aFlowWorld, anApplication, anotherServer, type FlowWorld, runsAlsoOn } from "../../testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createVariable } from "./create-variable.ts";
import { deleteVariable } from "./delete-variable.ts";
import { readVariables } from "./read-variables.ts";
import { replaceVariables } from "./replace-variables.ts";
import { revealVariable } from "./reveal-variable.ts";
import { updateVariable } from "./update-variable.ts";
import type { CreateVariable } from "./variables.schemas.ts";

// What people say of a variable beside its value: what it is for, that it must not be missing, that nobody sees it again.

let deps: TestDeps;
let world: FlowWorld;
let shop: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  shop = await anApplication(deps, world, { name: "shop" });
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const usual = { scope: "runtime" as const, isSecret: true, isArgumentAllowed: false };
const add = (holderId: string, input: Partial<CreateVariable> & { key: string; value: string }) =>
  createVariable(deps, world.actor, { holderId, input: { ...usual, ...input } });
const change = (id: string, set: Partial<CreateVariable>, revision = 1) =>
  updateVariable(deps, world.actor, { id, set: { revision, ...set } });
const shown = async (key: string, id = shop) =>
  (await readVariables(deps, world.actor, { id })).items.find((each) => each.key === key);
const deploy = () => deployResource(deps, world.actor, { id: shop, input: { noCache: false } });
const released = async () => {
  const deployment = await deploy();
  const runner = aRunnerClient(deps, world);
  const answer = await runner.claim();
  await runner.finish(leaseOf(answer), deployed());
  await deps.settle();
  return { deployment, values: answer?.secrets.env };
};
const replace = (
  variables: { key: string; value: string | null; isSecret: boolean; isLocked?: boolean }[],
  revision = 2,
) =>
  replaceVariables(deps, world.actor, {
    holderId: shop,
    input: { revision, variables: variables.map((each) => ({ scope: "runtime" as const, ...each })) },
  });

test("a comment stays with its variable, whatever is saved beside it", async () => {
  const { id } = await add(shop, { key: "KEY", value: "x", comment: "from the vault" });
  await change(id, { value: "y" });
  await replace([{ key: "KEY", value: null, isSecret: true }], 3);
  expect(await shown("KEY")).toMatchObject({ comment: "from the vault" });
  await change(id, { comment: "" }, 3);
  expect(await shown("KEY")).toMatchObject({ comment: "" });
});

describe("what is required", () => {
  test("is asked for before a deployment begins, by its name, wherever that was said", async () => {
    await add(shop, { key: "OWN", value: "", isRequired: true });
    await add(world.environmentId, { key: "AROUND", value: "", isRequired: true });
    await expect(deploy()).rejects.toMatchObject({
      code: "variable.required",
      message: expect.stringContaining("AROUND, OWN"),
    });
    expect(await deps.db.select().from(schema.deployment)).toEqual([]);
    expect(await deps.db.select().from(schema.job)).toEqual([]);
    expect(await shown("OWN")).toMatchObject({ isRequired: true, isMissing: true });
  });

  test("of everything in a place is given by each itself", async () => {
    await add(world.environmentId, { key: "KEY", value: "", isRequired: true });
    await add(shop, { key: "KEY", value: "own" });
    expect((await released()).values).toEqual({ KEY: "own" });
    expect(await shown("KEY")).toMatchObject({ isMissing: false });
  });

  test("is asked for on each server", async () => {
    const second = await anotherServer(deps, world, { name: "web-2" });
    await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
    await add(second.serverId, { key: "REGION", value: "", isRequired: true });
    await expect(deploy()).rejects.toMatchObject({ code: "variable.required" });
  });

  test("is not asked of a rollback, which brings back what was", async () => {
    const { deployment } = await released();
    await released();
    await add(shop, { key: "NEW", value: "", isRequired: true });
    await rollbackDeployment(deps, world.actor, { id: deployment.id });
  });
});

describe("what is locked", () => {
  test("is given to what runs and shown to nobody, by no way", async () => {
    const { id } = await add(shop, { key: "TOKEN", value: "swordfish", isLocked: true });
    await expect(revealVariable(deps, world.actor, { id })).rejects.toMatchObject({ code: "variable.locked" });
    expect(JSON.stringify(await readVariables(deps, world.actor, { id: shop }))).not.toContain("swordfish");
    const made = await createVariable(deps, world.actor, {
      holderId: shop,
      input: { ...usual, key: "URL", value: "x${{ shop.TOKEN }}", kind: "reference", isSecret: false },
    });
    expect(await revealVariable(deps, world.actor, { id: made.id })).toMatchObject({ resolved: null });
    expect((await released()).values).toEqual({ TOKEN: "swordfish", URL: "xswordfish" });
  });

  test.each([
    ["taking the lock off", { isLocked: false }],
    ["making it plain", { isSecret: false }],
    ["making it plain without its lock", { isSecret: false, isLocked: false }],
  ])("is not uncovered by %s", async (_what, set) => {
    const { id } = await add(shop, { key: "TOKEN", value: "swordfish", isLocked: true });
    await expect(change(id, set)).rejects.toMatchObject({ code: "request.invalid" });
    await expect(replace([{ key: "TOKEN", value: null, isSecret: true, ...set }])).rejects.toMatchObject({
      code: "request.invalid",
    });
    await expect(revealVariable(deps, world.actor, { id })).rejects.toMatchObject({ code: "variable.locked" });
  });

  test("is replaced, and only then shown again by who wants so", async () => {
    const { id } = await add(shop, { key: "TOKEN", value: "swordfish", isLocked: true });
    await change(id, { value: "other" });
    await expect(revealVariable(deps, world.actor, { id })).rejects.toMatchObject({ code: "variable.locked" });
    await change(id, { value: "third", isLocked: false }, 2);
    expect(await revealVariable(deps, world.actor, { id })).toMatchObject({ value: "third" });
  });

  test("comes back from the release that serves with its lock, deleted or replaced", async () => {
    const { id } = await add(shop, { key: "TOKEN", value: "swordfish", isLocked: true });
    await released();
    await change(id, { value: "open", isSecret: false, isLocked: false });
    await undoChange(deps, world.actor, { id: shop, path: "variables.TOKEN" });
    await expect(revealVariable(deps, world.actor, { id })).rejects.toMatchObject({ code: "variable.locked" });
    await deleteVariable(deps, world.actor, { id });
    await undoChange(deps, world.actor, { id: shop, path: "variables.TOKEN" });
    const [back] = await deps.db.select().from(schema.variable).where(eq(schema.variable.key, "TOKEN"));
    await expect(revealVariable(deps, world.actor, { id: back?.id ?? "" })).rejects.toMatchObject({
      code: "variable.locked",
    });
  });

  test("is a secret from the beginning", async () => {
    await expect(add(shop, { key: "TOKEN", value: "x", isSecret: false, isLocked: true })).rejects.toMatchObject({
      fields: [{ path: "isSecret" }],
    });
  });
});
