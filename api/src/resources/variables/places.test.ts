import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEnvironment } from "../../places/projects/create-environment.ts";
import { deleteEnvironment } from "../../places/projects/delete-environment.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { getResourceRow } from "../resources.store.ts";
import { createVariable } from "./create-variable.ts";
import { deleteVariable } from "./delete-variable.ts";
import { readVariables } from "./read-variables.ts";
import { replaceVariables } from "./replace-variables.ts";
import { revealVariable } from "./reveal-variable.ts";
import { updateVariable } from "./update-variable.ts";
import { getVariableRow } from "./variables.store.ts";

// Variables of a team, a project, an environment and a server: every resource there gets them.

let deps: TestDeps;
let world: FlowWorld;
let shop: string;
let staging: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  shop = await anApplication(deps, world, { name: "shop" });
  const { projectId } = await environment();
  staging = (await createEnvironment(deps, world.actor, { projectId, name: "staging" })).id;
});
afterEach(() => deps.dispose());

async function environment() {
  const [row] = await deps.db.select().from(schema.environment).where(eq(schema.environment.id, world.environmentId));
  if (!row) throw new Error("The world has an environment.");
  return row;
}
const places = ["team", "project", "environment", "server"] as const;
const idOf = async (place: (typeof places)[number]) =>
  ({
    team: world.teamId,
    project: (await environment()).projectId,
    environment: world.environmentId,
    server: world.serverId,
  })[place];
const give = (holderId: string, value: string, { isSecret = false, key = "KEY" } = {}) =>
  createVariable(deps, world.actor, {
    holderId,
    input: { key, value, scope: "runtime", isSecret, isArgumentAllowed: false },
  });
const version = async () => (await getResourceRow(deps.db, world.teamId, shop)).configVersion;
const inherited = async (id = shop, actor = world.actor) =>
  (await readVariables(deps, actor, { id })).inherited.map(({ key, value, from, overriddenBy }) => ({
    key,
    value,
    from: from.kind,
    overriddenBy: overriddenBy?.kind ?? null,
  }));

describe.each(places)("a variable of a %s", (place) => {
  test("is listed there, and with whatever runs there, with where it comes from", async () => {
    await give(await idOf(place), "exact $VALUE ");
    expect((await readVariables(deps, world.actor, { id: await idOf(place) })).items).toMatchObject([
      { key: "KEY", value: "exact $VALUE " },
    ]);
    expect(await inherited()).toEqual([{ key: "KEY", value: "exact $VALUE ", from: place, overriddenBy: null }]);
  });

  test("lets whatever runs there know with each change that a deployment waits", async () => {
    const { id } = await give(await idOf(place), "one");
    const added = await version();
    await updateVariable(deps, world.actor, { id, set: { revision: 1, value: "two" } });
    const changed = await version();
    await deleteVariable(deps, world.actor, { id });
    expect([added, changed, await version()]).toEqual([2, 3, 4]);
  });

  test("is shown as overridden where the resource has that name itself", async () => {
    await give(await idOf(place), "far");
    await give(shop, "near");
    expect(await inherited()).toEqual([{ key: "KEY", value: "far", from: place, overriddenBy: "resource" }]);
  });

  test("shows no value of a secret, and to a viewer the name of a plain one", async () => {
    await give(await idOf(place), "swordfish", { isSecret: true });
    await give(await idOf(place), "seen", { key: "PLAIN" });
    const viewer = { ...world.actor, role: "viewer" as const };
    expect((await inherited()).map(({ value }) => value)).toEqual([null, "seen"]);
    expect((await inherited(shop, viewer)).map(({ key, value }) => [key, value])).toEqual([
      ["KEY", null],
      ["PLAIN", null],
    ]);
    expect(JSON.stringify(await readVariables(deps, viewer, { id: await idOf(place) }))).not.toMatch(/seen|swordfish/);
  });

  test("is revealed and changed by members, not by viewers", async () => {
    const { id } = await give(await idOf(place), "swordfish", { isSecret: true });
    const viewer = { ...world.actor, role: "viewer" as const };
    const member = { ...world.actor, role: "member" as const };
    await expect(revealVariable(deps, viewer, { id })).rejects.toMatchObject({ code: "auth.forbidden" });
    await expect(updateVariable(deps, viewer, { id, set: { revision: 1, value: "x" } })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    expect(await revealVariable(deps, member, { id })).toMatchObject({ value: "swordfish" });
  });

  test("of another team is none, to look at and to add to", async () => {
    const foreign = (await aFlowWorld(deps)).actor;
    const { id } = await give(await idOf(place), "mine");
    const holderId = await idOf(place);
    await expect(readVariables(deps, foreign, { id: holderId })).rejects.toMatchObject({ kind: "not-found" });
    await expect(revealVariable(deps, foreign, { id })).rejects.toMatchObject({ kind: "not-found" });
    await expect(
      replaceVariables(deps, foreign, { holderId, input: { revision: 1, variables: [] } }),
    ).rejects.toMatchObject({ kind: "not-found" });
    expect(await getVariableRow(deps.db, world.teamId, id)).toMatchObject({ key: "KEY" });
  });

  test("is replaced with its whole set from the revision that was read, by one of two people", async () => {
    const holderId = await idOf(place);
    await give(holderId, "one");
    const { revision } = await readVariables(deps, world.actor, { id: holderId });
    const save = (value: string) =>
      replaceVariables(deps, world.actor, {
        holderId,
        input: { revision, variables: [{ key: "KEY", value, scope: "both", isSecret: false }] },
      });
    await save("two");
    await expect(save("three")).rejects.toMatchObject({ code: "edit.conflict" });
    expect(await inherited()).toMatchObject([{ value: "two" }]);
  });

  test("is told in the audit log with where it stands, and without its value", async () => {
    await give(await idOf(place), "swordfish", { isSecret: true });
    const rows = await deps.db.select().from(schema.audit);
    const entry = rows.find(({ action }) => action === "variable.create");
    expect(JSON.parse(entry?.detail ?? "{}")).toMatchObject({ holderId: await idOf(place), key: "KEY" });
    expect(JSON.stringify(rows)).not.toContain("swordfish");
  });
});

test("of several places with one name the nearest counts: server, environment, project, team", async () => {
  for (const place of places) await give(await idOf(place), place);
  expect(
    (await inherited()).toSorted((a, b) => places.indexOf(a.from as never) - places.indexOf(b.from as never)),
  ).toEqual([
    { key: "KEY", value: "team", from: "team", overriddenBy: "server" },
    { key: "KEY", value: "project", from: "project", overriddenBy: "server" },
    { key: "KEY", value: "environment", from: "environment", overriddenBy: "server" },
    { key: "KEY", value: "server", from: "server", overriddenBy: null },
  ]);
});

test("an environment shows what its project and team give, and another environment nothing of it", async () => {
  await give(world.teamId, "team", { key: "OF_TEAM" });
  await give((await environment()).projectId, "project", { key: "OF_PROJECT" });
  await give(world.environmentId, "environment", { key: "OF_ENVIRONMENT" });
  const names = (await inherited(staging)).map(({ key }) => key);
  expect(names).toEqual(["OF_PROJECT", "OF_TEAM"]);
});

test("what is changed in another environment makes nothing wait here", async () => {
  const before = await version();
  await give(staging, "elsewhere");
  expect(await version()).toBe(before);
});

test("variables of an environment go with it", async () => {
  await give(staging, "gone");
  await deleteEnvironment(deps, world.actor, { id: staging });
  expect(await deps.db.select().from(schema.variable)).toEqual([]);
});

test("a name is taken once at each place", async () => {
  await give(world.teamId, "one");
  await expect(give(world.teamId, "two")).rejects.toMatchObject({ code: "variable.key_taken" });
  await give(shop, "two");
});
