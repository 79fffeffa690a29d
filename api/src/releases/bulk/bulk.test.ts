import { schema } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { doToMany } from "./do-to-many.ts";

let deps: TestDeps;
let world: FlowWorld;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
});
afterEach(() => deps.dispose());

const jobs = () => deps.db.select().from(schema.job);
const two = async () => [
  await anApplication(deps, world, { name: "a" }),
  await anApplication(deps, world, { name: "b" }),
];

test("each of them gets its own deployment, in the order given, and its own entry in the audit log", async () => {
  const ids = await two();
  const { items } = await doToMany(deps, world.actor, { verb: "deploy", ids });
  expect(items).toEqual(ids.map((applicationId, i) => ({ applicationId, name: "ab"[i], refusal: null })));
  expect((await jobs()).map(({ subjectId }) => subjectId)).toEqual(ids);
  const entries = await deps.db.select().from(schema.audit);
  expect(entries.filter(({ action }) => action === "deployment.run")).toHaveLength(2);
});

test("one that refuses stops none of the others, and says why", async () => {
  const [a = "", b = ""] = await two();
  await doToMany(deps, world.actor, { verb: "deploy", ids: [a] });
  const { items } = await doToMany(deps, world.actor, { verb: "restart", ids: [a, b] });
  expect(items.map(({ refusal }) => refusal)).toEqual(
    Array(2).fill(expect.stringMatching(/^No release .* Deploy it first/)),
  );
});

test("one of another team is as one that does not exist, and nothing is begun", async () => {
  const other = await aFlowWorld(deps);
  const theirs = await anApplication(deps, other);
  const [mine = ""] = await two();
  const refused = { code: "application.not_found" };
  for (const id of [theirs, theirs.replace(/_.*/, `_${"0".repeat(26)}`)])
    await expect(doToMany(deps, world.actor, { verb: "deploy", ids: [mine, id] })).rejects.toMatchObject(refused);
  expect(await jobs()).toEqual([]);
});

test("who may only look begins nothing", async () => {
  const ids = await two();
  const viewer = { ...world.actor, role: "viewer" as const };
  await expect(doToMany(deps, viewer, { verb: "deploy", ids })).rejects.toMatchObject({ code: "auth.forbidden" });
});
