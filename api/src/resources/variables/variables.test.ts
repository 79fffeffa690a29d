import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../rules/permissions.ts";
import { anApplication } from "../../testing/resources.ts";
import { revisionOf, setRevisionOf } from "../../testing/revision-of.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { getResourceRow } from "../resources.store.ts";
import { createVariable } from "./create-variable.ts";
import { deleteVariable } from "./delete-variable.ts";
import { readVariables } from "./read-variables.ts";
import { replaceVariables } from "./replace-variables.ts";
import { revealVariable } from "./reveal-variable.ts";
import { toVariableViews } from "./to-variable-view.ts";
import { updateVariable } from "./update-variable.ts";
import type { CreateVariable, ReplaceVariables } from "./variables.schemas.ts";
import { listVariableRows, measureVariables } from "./variables.store.ts";

let deps: TestDeps;
let actor: Actor;
let resourceId: string;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
  resourceId = (await anApplication(deps, actor)).id;
});
afterEach(() => deps.dispose());

const add = (input: Partial<CreateVariable> & { key: string }, as = actor) =>
  createVariable(deps, as, {
    holderId: resourceId,
    input: { value: "value", scope: "runtime", isSecret: true, isArgumentAllowed: false, ...input },
  });
type Given = Partial<ReplaceVariables["variables"][number]> & { key: string };
const replace = async (given: Given[], as = actor) => {
  const variables = given.map((one) => ({
    value: "value",
    scope: "runtime" as const,
    isSecret: true,
    ...one,
  }));
  const revision = await setRevisionOf(deps.db, resourceId);
  await replaceVariables(deps, as, { holderId: resourceId, input: { revision, variables } });
  return listVariableRows(deps.db, actor.teamId, { holderId: resourceId });
};
const reveal = async (id: string) => (await revealVariable(deps, actor, { id })).value;
const values = async () => {
  const rows = await listVariableRows(deps.db, actor.teamId, { holderId: resourceId });
  return Object.fromEntries(await Promise.all(rows.map(async ({ id, key }) => [key, await reveal(id)])));
};
const version = async () => (await getResourceRow(deps.db, actor.teamId, resourceId)).configVersion;

const exactValues: [name: string, value: string][] = [
  ["a bcrypt hash", "$2a$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW"],
  ["quotes", `a'b"c\`d`],
  ["a hash sign", "#x"],
  ["a trailing space", "x "],
  ["a PEM", "-----BEGIN KEY-----\nMIIB\r\n-----END KEY-----\n"],
  ["a reference", "${X} $(id) %PATH%"],
  ["emoji and other scripts", "⚓️ naïve 港"],
  ["nothing", ""],
  ["64 KiB", "x".repeat(65_536)],
];

test.each(exactValues)("a value with %s is kept byte for byte", async (_name, value) => {
  const { id } = await add({ key: "KEY", value });
  expect(await reveal(id)).toBe(value);
});

test("values lie sealed in the database and an unread one never leaves it", async () => {
  await add({ key: "SECRET", value: "swordfish" });
  await add({ key: "PLAIN", value: "seen", isSecret: false });
  const rows = await listVariableRows(deps.db, actor.teamId, { holderId: resourceId });
  expect(JSON.stringify(rows)).not.toMatch(/swordfish|seen/);
  const views = await toVariableViews(deps, actor.teamId, { rows });
  expect(views.map(({ key, value }) => [key, value])).toEqual([
    ["PLAIN", "seen"],
    ["SECRET", null],
  ]);
});

test("a value moved to another row does not open", async () => {
  const one = await add({ key: "ONE", value: "first" });
  const two = await add({ key: "TWO", value: "second" });
  await deps.db.update(schema.variable).set({ value: one.value });
  await expect(reveal(two.id)).rejects.toThrow();
});

test("revealing a value writes who saw which key, and no value", async () => {
  const { id } = await add({ key: "SECRET", value: "swordfish" });
  await reveal(id);
  const rows = await deps.db.select().from(schema.audit);
  expect(rows.find(({ action }) => action === "variable.reveal")).toMatchObject({
    actor: `user:${actor.userId}`,
    target: id,
    detail: JSON.stringify({ resourceId, key: "SECRET" }),
  });
  expect(JSON.stringify(rows)).not.toContain("swordfish");
});

test.each([
  ["FAIRLEAD_TOKEN", "runtime", "a reserved name"],
  ["PATH", "build", "a name that changes the build"],
  ["LD_PRELOAD", "both", "a loader's name in a build"],
] as const)("%s with scope %s is refused: %s", async (key, scope, _why) => {
  await expect(add({ key, scope })).rejects.toMatchObject({ code: "request.invalid" });
});

test.each(["NODE_OPTIONS", "PERL5OPT", "PYTHONSTARTUP"])("%s is the user's own, in a build too", async (key) => {
  await add({ key, value: "--max-old-space-size=4096", scope: "both" });
});

test("the same key twice is one variable", async () => {
  await add({ key: "KEY" });
  await expect(add({ key: "KEY" })).rejects.toMatchObject({ code: "variable.key_taken" });
});

test("each change counts as one that the next deployment must bring out", async () => {
  const before = await version();
  const { id } = await add({ key: "KEY" });
  await updateVariable(deps, actor, {
    id,
    set: { revision: await revisionOf(deps.db, "variable", id), value: "other" },
  });
  await deleteVariable(deps, actor, { id });
  expect(await version()).toBe(before + 3);
});

test("a scope that a key may not have is refused on change too", async () => {
  const { id } = await add({ key: "PATH" });
  await expect(
    updateVariable(deps, actor, { id, set: { revision: await revisionOf(deps.db, "variable", id), scope: "both" } }),
  ).rejects.toMatchObject({
    code: "request.invalid",
  });
});

describe("replacing the whole set", () => {
  test("what is given is the set, and what is not given goes", async () => {
    await add({ key: "OLD" });
    await replace([
      { key: "A", value: "1" },
      { key: "B", value: "2\n" },
    ]);
    expect(await values()).toEqual({ A: "1", B: "2\n" });
  });

  test("a null value keeps the stored one and the id of its key", async () => {
    const kept = await add({ key: "KEPT", value: "as it was" });
    const rows = await replace([{ key: "KEPT", value: null, scope: "both" }, { key: "NEW" }]);
    expect(rows.find(({ key }) => key === "KEPT")).toMatchObject({ id: kept.id, scope: "both" });
    expect(await values()).toEqual({ KEPT: "as it was", NEW: "value" });
  });

  test("one bad entry changes nothing", async () => {
    await add({ key: "OLD" });
    await expect(replace([{ key: "A" }, { key: "FAIRLEAD_X" }])).rejects.toMatchObject({
      fields: [{ path: "variables.1.key", message: expect.any(String) }],
    });
    await expect(replace([{ key: "A" }, { key: "A" }])).rejects.toMatchObject({ code: "request.invalid" });
    await expect(replace([{ key: "NEW", value: null }])).rejects.toMatchObject({ code: "request.invalid" });
    expect(Object.keys(await values())).toEqual(["OLD"]);
  });

  test("a thousand variables are replaced in one go", async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({ key: `KEY_${index}`, value: String(index) }));
    expect(await replace(many)).toHaveLength(1_000);
    await expect(add({ key: "ONE_MORE" })).rejects.toMatchObject({ code: "variable.too_many" });
  });

  test("more than a mebibyte in total is refused", async () => {
    const large = Array.from({ length: 16 }, (_, index) => ({ key: `KEY_${index}`, value: "x".repeat(65_536) }));
    await replace(large);
    await expect(add({ key: "MORE", value: "xxxx" })).rejects.toMatchObject({ code: "variable.too_large" });
    await expect(replace([...large, { key: "MORE", value: "x" }])).rejects.toMatchObject({
      code: "variable.too_large",
    });
  });

  test("of two writers at once one whole set stands", async () => {
    const both = await Promise.allSettled([
      replace([
        { key: "A", value: "1" },
        { key: "B", value: "1" },
      ]),
      replace([
        { key: "A", value: "2" },
        { key: "B", value: "2" },
      ]),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { A, B } = await values();
    expect(A).toBe(B);
  });
});

test("the size of sealed values is told without opening them", async () => {
  await add({ key: "A", value: "x".repeat(100) });
  await add({ key: "B", value: "é" });
  const { count, sizeBytes } = await measureVariables(deps.db, actor.teamId, { holderId: resourceId });
  expect(count).toBe(2);
  expect(sizeBytes).toBeGreaterThanOrEqual(102);
  expect(sizeBytes).toBeLessThanOrEqual(106);
});

test("another team's variable is answered like one that does not exist", async () => {
  const { id } = await add({ key: "KEY" });
  const stranger = await aTeam(deps);
  await expect(revealVariable(deps, stranger, { id })).rejects.toMatchObject({ code: "variable.not_found" });
  await expect(replace([], stranger)).rejects.toMatchObject({ code: "application.not_found" });
});

test("a viewer sees the names of variables, plain ones too, and no value", async () => {
  await add({ key: "PLAIN", isSecret: false });
  await add({ key: "SECRET" });
  const viewer = { ...actor, role: "viewer" as const };
  const { items } = await readVariables(deps, viewer, { id: resourceId });
  expect(items.map(({ key, value }) => [key, value])).toEqual([
    ["PLAIN", null],
    ["SECRET", null],
  ]);
  const own = await readVariables(deps, actor, { id: resourceId });
  expect(own.items.map(({ value }) => value)).toEqual(["value", null]);
});

test("a viewer may not reveal values", async () => {
  const { id } = await add({ key: "KEY" });
  const viewer = { ...actor, role: "viewer" as const };
  await expect(revealVariable(deps, viewer, { id })).rejects.toMatchObject({ code: "auth.forbidden" });
});

test.each([
  ["PORT", "runtime", "change the port in the settings"],
  ["PORT", "both", "change the port in the settings"],
  ["PATH", "runtime", "image's own"],
] as const)("%s for %s is kept, and every answer says what the name means already", async (key, scope, words) => {
  await add({ key, scope });
  const { items } = await readVariables(deps, actor, { id: resourceId });
  expect(items).toEqual([expect.objectContaining({ key, scope, warning: expect.stringContaining(words) })]);
});

test("nothing is said of a name that means nothing yet, nor of PORT in a build, which is told none", async () => {
  await add({ key: "PORT", scope: "build" });
  await add({ key: "DATABASE_PORT" });
  const { items } = await readVariables(deps, actor, { id: resourceId });
  expect(items.map(({ warning }) => warning)).toEqual([null, null]);
});
