import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { valuePlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { removeResource } from "../../releases/removal/remove-resource.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { updateApplication } from "../applications/update-application.ts";
import { getResourceRow } from "../resources.store.ts";
import { createVariable } from "./create-variable.ts";
import { deleteVariable } from "./delete-variable.ts";
import { readVariables } from "./read-variables.ts";
import { replaceVariables } from "./replace-variables.ts";
import { revealVariable } from "./reveal-variable.ts";
import { updateVariable } from "./update-variable.ts";
import { getVariableRow } from "./variables.store.ts";

// Variables made of what others hold: saved by names, kept by ids, and refused where they would not hold.

let deps: TestDeps;
let world: FlowWorld;
let shop: string;
let db: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  shop = await anApplication(deps, world, { name: "shop" });
  db = await anApplication(deps, world, { name: "db" });
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

type Flags = { isSecret?: boolean; as?: typeof world.actor };
const add = (holderId: string, key: string, value: string, { isSecret = false, as = world.actor }: Flags = {}) =>
  createVariable(deps, as, {
    holderId,
    input: { key, value, kind: "literal", scope: "runtime", isSecret, isArgumentAllowed: false },
  });
const refer = (holderId: string, key: string, value: string, { isSecret = false, as = world.actor }: Flags = {}) =>
  createVariable(deps, as, {
    holderId,
    input: { key, value, kind: "reference", scope: "runtime", isSecret, isArgumentAllowed: false },
  });
const shown = async (holderId: string, key: string, as = world.actor) =>
  (await readVariables(deps, as, { id: holderId })).items.find((each) => each.key === key);
const resolved = async (id: string) => (await revealVariable(deps, world.actor, { id })).resolved;
const version = async (id: string) => (await getResourceRow(deps.db, world.teamId, id)).configVersion;
const refused = (message: string, path = "value") => ({
  code: "request.invalid",
  fields: [{ path, message: expect.stringContaining(message) }],
});

test("text of a literal is text, whatever is in it", async () => {
  const text = "a ${{ nobody.X }} $${{ ${{";
  const { id } = await add(shop, "KEY", text, { isSecret: true });
  expect(await revealVariable(deps, world.actor, { id })).toMatchObject({ value: text, resolved: null });
});

test("a reference is shown as it was typed, with what each part of it means", async () => {
  await add(db, "USER", "harbour");
  await add(db, "PASSWORD", "swordfish", { isSecret: true });
  await add(world.teamId, "HOST", "db.internal");
  const { id } = await refer(shop, "URL", "pg://${{db.USER}}:${{ db.PASSWORD }}@${{ shared.HOST }}");
  expect(await shown(shop, "URL")).toMatchObject({
    kind: "reference",
    value: "pg://${{ db.USER }}:${{ db.PASSWORD }}@${{ shared.HOST }}",
    references: [
      { text: "db.USER", from: { kind: "resource", id: db, name: "db" }, isSecret: false, value: "harbour" },
      { text: "db.PASSWORD", from: { id: db }, isSecret: true, value: null },
      { text: "shared.HOST", from: { kind: "team", id: world.teamId }, value: "db.internal" },
    ],
  });
  expect(await resolved(id)).toBe("pg://harbour:swordfish@db.internal");
});

test("a new name changes nothing but how it is shown", async () => {
  await add(db, "USER", "harbour");
  const { id } = await refer(shop, "URL", "${{ db.USER }}");
  await deps.db.update(schema.resource).set({ name: 'my "db"' }).where(eq(schema.resource.id, db));
  expect(await shown(shop, "URL")).toMatchObject({ value: '${{ "my \\"db\\"".USER }}' });
  expect(await resolved(id)).toBe("harbour");
});

test("its text lies sealed, and the table of references holds no more than names", async () => {
  await add(db, "USER", "harbour");
  await refer(shop, "URL", "swordfish ${{ db.USER }}", { isSecret: true });
  expect(JSON.stringify(await deps.db.select().from(schema.variable))).not.toContain("swordfish");
  expect(await deps.db.select().from(schema.variableReference)).toEqual([
    { variableId: expect.any(String), position: 0, teamId: world.teamId, resourceId: db, key: "USER" },
  ]);
});

describe("is refused where it is typed:", () => {
  test.each([
    ["x ${{ db", "character 9"],
    ["x ${{ nobody.X }}", "there is no nobody in this environment (at character 3)"],
    ["${{ db.NONE }}", "db.NONE, which is not there (at character 1)"],
    ["${{ shared.NONE }}", "shared.NONE, which is not there"],
    ["${{ shop.KEY }}", "KEY → KEY"],
    ['${{ "; DROP TABLE variable --".X }}', "there is no"],
    ["${{ __proto__.X }}", "there is no __proto__"],
  ])("%j", async (text, message) => {
    await expect(refer(shop, "KEY", text)).rejects.toMatchObject(refused(message));
    expect(await deps.db.select().from(schema.variable)).toEqual([]);
  });

  test("a resource of another environment or team, by name and by id", async () => {
    const other = await aFlowWorld(deps);
    const foreign = await anApplication(deps, other, { name: "theirs" });
    await createVariable(deps, other.actor, {
      holderId: foreign,
      input: { key: "X", value: "theirs", scope: "runtime", isSecret: false, isArgumentAllowed: false },
    });
    for (const name of ["theirs", foreign])
      await expect(refer(shop, "KEY", `\${{ ${name}.X }}`)).rejects.toMatchObject(refused("there is no"));
  });

  test("a resource, in a project or the team, which are in no environment", async () => {
    await add(db, "USER", "harbour");
    await expect(refer(world.teamId, "KEY", "${{ db.USER }}")).rejects.toMatchObject(refused("in no environment"));
  });

  test("one that would lead back over others, with the way", async () => {
    await add(db, "B", "x");
    await refer(shop, "A", "${{ db.B }}");
    const [row] = await deps.db.select().from(schema.variable).where(eq(schema.variable.key, "B"));
    const set = { revision: 1, kind: "reference" as const, value: "${{ shop.A }}" };
    await expect(updateVariable(deps, world.actor, { id: row?.id ?? "", set })).rejects.toMatchObject(
      refused("B → shop.A → B"),
    );
  });

  test("a new kind without its text", async () => {
    const { id } = await add(shop, "KEY", "${{ db.USER }}");
    await expect(
      updateVariable(deps, world.actor, { id, set: { revision: 1, kind: "reference" } }),
    ).rejects.toMatchObject(refused("together"));
  });
});

test("two that are saved at once into a circle are told when they are put together, and nothing hangs", async () => {
  const a = await add(shop, "A", "x");
  const b = await add(db, "B", "x");
  await refer(shop, "TO", "${{ db.B }}");
  await updateVariable(deps, world.actor, { id: a.id, set: { revision: 1, kind: "reference", value: "${{ db.B }}" } });
  // As the other save would have written it, judged before the first was there.
  const row = { variableId: b.id, position: 0, teamId: world.teamId, resourceId: shop, key: "A" };
  await deps.db.insert(schema.variableReference).values(row);
  const box = await teamSecrets(deps, world.teamId);
  const value = await box.seal(valuePlace(b.id), `\${{ ${shop}.A }}`);
  await deps.db.update(schema.variable).set({ kind: "reference", value }).where(eq(schema.variable.id, b.id));
  expect(await revealVariable(deps, world.actor, { id: a.id })).toMatchObject({
    resolved: null,
    problem: expect.stringContaining("A → db.B → A"),
  });
});

test("what has gone to another environment brings nothing any more", async () => {
  await add(db, "USER", "harbour");
  const { id } = await refer(shop, "URL", "${{ db.USER }}");
  const environmentId = deps.ids.next("environment");
  const [first] = await deps.db.select().from(schema.environment);
  if (!first) throw new Error("no environment");
  await deps.db.insert(schema.environment).values({ ...first, id: environmentId, name: "staging", isDefault: false });
  await deps.db.update(schema.resource).set({ environmentId }).where(eq(schema.resource.id, db));
  expect(await revealVariable(deps, world.actor, { id })).toMatchObject({
    resolved: null,
    problem: expect.stringContaining("in another environment"),
  });
});

test("no more is brought together of others than can be held", async () => {
  const refs = Array.from({ length: 100 }, (_, index) => `\${{ db.K${index} }}`).join("");
  const large = (from: number) =>
    Array.from({ length: 16 }, (_, n) => ({ key: `K${from + n}`, value: "x".repeat(65_000) }));
  const given = { scope: "runtime" as const, isSecret: false };
  for (const name of ["one", "two", "three", "four"]) {
    const id = await anApplication(deps, world, { name });
    const variables = large(0).map((each) => ({ ...each, ...given }));
    await replaceVariables(deps, world.actor, { holderId: id, input: { revision: 1, variables } });
  }
  const names = ["one", "two", "three", "four"].flatMap((name) => large(0).map(({ key }) => `\${{ ${name}.${key} }}`));
  await expect(refer(shop, "ALL", names.join(""))).rejects.toMatchObject({ code: "variable.too_far" });
  const many = Array.from({ length: 51 }, (_, n) => ({
    key: `R${n}`,
    value: refs,
    kind: "reference" as const,
    ...given,
  }));
  const small = Array.from({ length: 100 }, (_, n) => ({ key: `K${n}`, value: "x", ...given }));
  await replaceVariables(deps, world.actor, { holderId: db, input: { revision: 1, variables: small } });
  await expect(
    replaceVariables(deps, world.actor, { holderId: shop, input: { revision: 1, variables: many } }),
  ).rejects.toMatchObject({ code: "variable.too_far" });
});

describe("what others refer to stays:", () => {
  test("a variable, with who refers to it", async () => {
    const user = await add(db, "USER", "harbour");
    await refer(shop, "URL", "${{ db.USER }}");
    const gone = { code: "variable.in_use", message: expect.stringContaining("URL of shop") };
    await expect(deleteVariable(deps, world.actor, { id: user.id })).rejects.toMatchObject(gone);
    await expect(
      replaceVariables(deps, world.actor, { holderId: db, input: { revision: 2, variables: [] } }),
    ).rejects.toMatchObject(gone);
    await expect(removeResource(deps, world.actor, { id: db, isForced: false })).rejects.toMatchObject({
      code: "resource.referred",
      message: expect.stringContaining("URL of shop"),
    });
  });

  test("what a place gives, unless a farther one gives it too", async () => {
    const near = await add(world.environmentId, "HOST", "near");
    const url = await refer(shop, "URL", "${{ shared.HOST }}");
    await expect(deleteVariable(deps, world.actor, { id: near.id })).rejects.toMatchObject({ code: "variable.in_use" });
    await add(world.teamId, "HOST", "far");
    await deleteVariable(deps, world.actor, { id: near.id });
    expect(await resolved(url.id)).toBe("far");
  });

  test("a resource in its environment, whoever refers", async () => {
    await add(db, "USER", "harbour");
    await refer(shop, "URL", "${{ db.USER }}");
    const environmentId = deps.ids.next("environment");
    const [first] = await deps.db.select().from(schema.environment);
    if (!first) throw new Error("no environment");
    await deps.db.insert(schema.environment).values({ ...first, id: environmentId, name: "staging", isDefault: false });
    const move = (id: string) => updateApplication(deps, world.actor, { id, set: { revision: 1, environmentId } });
    await expect(move(db)).rejects.toMatchObject({ code: "resource.referred" });
    await expect(move(shop)).rejects.toMatchObject({ code: "resource.refers" });
  });

  test("until nothing refers any more", async () => {
    const user = await add(db, "USER", "harbour");
    const { id } = await refer(shop, "URL", "${{ db.USER }}");
    await updateVariable(deps, world.actor, { id, set: { revision: 1, kind: "literal", value: "${{ db.USER }}" } });
    await deleteVariable(deps, world.actor, { id: user.id });
    expect(await shown(shop, "URL")).toMatchObject({ kind: "literal", value: "${{ db.USER }}", references: [] });
  });
});

test("a whole set keeps its references, and takes their kinds as they are given", async () => {
  await add(db, "USER", "harbour");
  const { id } = await refer(shop, "URL", "${{ db.USER }}");
  const variables = [
    { key: "URL", value: null, scope: "both" as const, isSecret: false },
    { key: "AGAIN", value: "${{ shop.URL }}!", kind: "reference" as const, scope: "runtime" as const, isSecret: false },
    { key: "TEXT", value: "${{ shop.URL }}", scope: "runtime" as const, isSecret: false },
  ];
  await replaceVariables(deps, world.actor, { holderId: shop, input: { revision: 2, variables } });
  expect(await resolved(id)).toBe("harbour");
  const rows = await deps.db.select().from(schema.variable).where(eq(schema.variable.resourceId, shop));
  const textOf = async (key: string) => resolved(rows.find((row) => row.key === key)?.id ?? "");
  expect(await textOf("AGAIN")).toBe("harbour!");
  expect(await textOf("TEXT")).toBeNull();
  const set = [{ key: "AGAIN", value: null, scope: "runtime" as const, isSecret: false }];
  await expect(
    replaceVariables(deps, world.actor, { holderId: shop, input: { revision: 3, variables: set } }),
  ).rejects.toMatchObject(refused("shop.URL", "variables.0.value"));
});

test("a change is told to all that are made of it, over others, and to nobody else", async () => {
  const cache = await anApplication(deps, world, { name: "cache" });
  const idle = await anApplication(deps, world, { name: "idle" });
  const user = await add(db, "USER", "harbour");
  await refer(cache, "URL", "${{ db.USER }}");
  await refer(shop, "URL", "${{ cache.URL }}");
  const before = await Promise.all([shop, cache, idle, db].map(version));
  await updateVariable(deps, world.actor, { id: user.id, set: { revision: 1, value: "other" } });
  const after = await Promise.all([shop, cache, idle, db].map(version));
  expect(after.map((each, index) => each - (before[index] ?? 0))).toEqual([1, 1, 0, 1]);
});

test("a change is told to a whole environment that is given what is made of it", async () => {
  const user = await add(db, "USER", "harbour");
  await refer(world.environmentId, "URL", "${{ db.USER }}");
  const before = await version(shop);
  await updateVariable(deps, world.actor, { id: user.id, set: { revision: 1, value: "other" } });
  expect(await version(shop)).toBe(before + 1);
});

describe("nobody learns by a reference what they may not read:", () => {
  const viewer = () => ({ ...world.actor, role: "viewer" as const });
  const reader = () => ({ ...world.actor, via: "token" as const, scopes: ["read" as const] });

  test("a viewer sees what it refers to, and no text and no value", async () => {
    await add(db, "USER", "harbour");
    await refer(shop, "URL", "x${{ db.USER }}");
    expect(await shown(shop, "URL", viewer())).toMatchObject({
      value: null,
      references: [{ text: "db.USER", value: null }],
    });
  });

  test("whoever may not reveal a value reveals none of a reference", async () => {
    await add(db, "PASSWORD", "swordfish", { isSecret: true });
    const { id } = await refer(shop, "URL", "${{ db.PASSWORD }}");
    for (const actor of [viewer(), reader()])
      await expect(revealVariable(deps, actor, { id })).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  test("a secret is no more shown through a plain reference, over however many", async () => {
    await add(db, "PASSWORD", "swordfish", { isSecret: true });
    await refer(db, "URL", "pg://${{ db.PASSWORD }}");
    await refer(shop, "URL", "${{ db.URL }}");
    const list = await readVariables(deps, world.actor, { id: shop });
    expect(JSON.stringify(list)).not.toContain("swordfish");
    expect(list.items).toMatchObject([
      { isSecret: false, references: [{ text: "db.URL", isSecret: true, value: null }] },
    ]);
  });

  test("another team sees nothing of it", async () => {
    await add(db, "USER", "harbour");
    const { id } = await refer(shop, "URL", "${{ db.USER }}");
    const stranger = await aTeam(deps);
    await expect(revealVariable(deps, stranger, { id })).rejects.toMatchObject({ kind: "not-found" });
    expect(await getVariableRow(deps.db, world.teamId, id)).toMatchObject({ kind: "reference" });
  });
});
