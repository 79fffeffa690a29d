import { schema } from "@fairlead/db";
import { mostTags } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../rules/permissions.ts";
import { anApplication, aPlace } from "../../testing/resources.ts";
import { aMember, aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { listResources } from "../kinds/list-resources.ts";
import { ResourceQuery } from "../list/list-query.ts";
import { listTags } from "./list-tags.ts";
import { readTags } from "./read-tags.ts";
import { replaceTags } from "./replace-tags.ts";
import { ReplaceTags } from "./tags.schemas.ts";

let deps: TestDeps;
let actor: Actor;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
});
afterEach(() => deps.dispose());

const shopOf = async (by: Actor, name = "shop") =>
  (await anApplication(deps, by, { place: await aPlace(deps, by), name })).id;
const put = async (id: string, tags: string[], by = actor) => {
  const { revision } = await readTags(deps, actor, { id });
  await replaceTags(deps, by, { id, input: { revision, tags } });
};
const found = async (query: Record<string, string>) => {
  const { items } = await listResources(deps, actor, v.parse(ResourceQuery, query));
  return items.map(({ name }) => name);
};

test("the set that was saved is the set, each tag as it was written, in the order of the alphabet", async () => {
  const id = await shopOf(actor);
  await put(id, ["shop", "Nightly", "ápice"]);
  await put(id, ["shop", "Nightly"]);
  expect(await readTags(deps, actor, { id })).toEqual({ tags: ["Nightly", "shop"], revision: 3 });
  await put(id, []);
  expect(await readTags(deps, actor, { id })).toMatchObject({ tags: [] });
});

test("two who save at once do not undo each other: the second is told", async () => {
  const id = await shopOf(actor);
  await replaceTags(deps, actor, { id, input: { revision: 1, tags: ["a"] } });
  const late = replaceTags(deps, actor, { id, input: { revision: 1, tags: ["b"] } });
  await expect(late).rejects.toMatchObject({ code: "edit.conflict" });
  expect(await readTags(deps, actor, { id })).toMatchObject({ tags: ["a"] });
});

test("a tag given twice is refused by its place, however it is spelled", async () => {
  const id = await shopOf(actor);
  const twice = replaceTags(deps, actor, { id, input: { revision: 1, tags: ["Nightly", "b", "NIGHTLY"] } });
  await expect(twice).rejects.toMatchObject({ fields: [{ path: "tags.2" }] });
});

test("a resource carries no more than it may, and the error says how many that are", () => {
  const tags = Array.from({ length: mostTags + 1 }, (_, n) => `t${n}`);
  const { issues } = v.safeParse(ReplaceTags, { revision: 1, tags });
  expect(issues?.[0]?.message).toContain(`at most ${mostTags} tags`);
});

test("who may only look changes no tag, and one of another team is not there", async () => {
  const id = await shopOf(actor);
  const viewer = await aMember(deps, actor.teamId, "viewer");
  await expect(put(id, ["a"], viewer)).rejects.toMatchObject({ code: "auth.forbidden" });
  await expect(put(id, ["a"], await aTeam(deps))).rejects.toMatchObject({ code: "application.not_found" });
  expect(await readTags(deps, viewer, { id })).toMatchObject({ tags: [] });
});

test("what is being removed takes no more tags", async () => {
  const id = await shopOf(actor);
  await deps.db.update(schema.resource).set({ state: "removing" }).where(eq(schema.resource.id, id));
  await expect(put(id, ["a"])).rejects.toMatchObject({ code: "resource.removing" });
});

test("a change is told to open pages and stands in the audit log; no deployment is needed to bring it out", async () => {
  const id = await shopOf(actor);
  const [before] = await deps.db.select().from(schema.resource).where(eq(schema.resource.id, id));
  await put(id, ["Nightly"]);
  const entries = await deps.db.select().from(schema.audit);
  const entry = entries.find(({ action }) => action === "tags.replace");
  expect(entry).toMatchObject({ target: id });
  expect(JSON.parse(entry?.detail ?? "")).toEqual({ name: "shop", tags: "Nightly" });
  const [after] = await deps.db.select().from(schema.resource).where(eq(schema.resource.id, id));
  expect(after?.configVersion).toBe(before?.configVersion);
});

test("the tags of a team come with how many carry each, spelled as it was first, and those of others do not", async () => {
  const [shop, api] = [await shopOf(actor), await shopOf(actor, "api")];
  await put(shop, ["Nightly", "eu"]);
  await put(api, ["NIGHTLY"]);
  const other = await aTeam(deps);
  await replaceTags(deps, other, { id: await shopOf(other), input: { revision: 1, tags: ["theirs"] } });
  expect(await listTags(deps, actor)).toEqual({
    items: [
      { tag: "eu", count: 1 },
      { tag: "Nightly", count: 2 },
    ],
  });
});

test("a team has no more different tags than its limit, and one that is there already may always be used again", async () => {
  const [shop, api] = [await shopOf(actor), await shopOf(actor, "api")];
  await deps.db.insert(schema.instanceSetting).values({ key: "limit.tags", value: "2", updatedAt: 0 });
  await put(shop, ["a", "b"]);
  await put(api, ["A", "b"]);
  await expect(put(api, ["c"])).rejects.toMatchObject({ code: "limit.tags" });
  expect(await readTags(deps, actor, { id: api })).toMatchObject({ tags: ["A", "b"] });
});

test("lists are filtered by tags, all of which must be carried, and searched by their words", async () => {
  const [shop, api, docs] = [await shopOf(actor), await shopOf(actor, "api"), await shopOf(actor, "docs")];
  await put(shop, ["Nightly", "eu"]);
  await put(api, ["nightly"]);
  await put(docs, ["Über"]);
  expect(await found({ tag: "NIGHTLY" })).toEqual(["api", "shop"]);
  expect(await found({ tag: "nightly, eu" })).toEqual(["shop"]);
  expect(await found({ tag: "none" })).toEqual([]);
  expect(await found({ search: "night" })).toEqual(["api", "shop"]);
  expect(await found({ search: "ÜBER" })).toEqual(["docs"]);
  const { items } = await listResources(deps, actor, v.parse(ResourceQuery, { tag: "eu" }));
  expect(items[0]).toMatchObject({ tags: ["eu", "Nightly"] });
});

test("tags go with their resource", async () => {
  const id = await shopOf(actor);
  await put(id, ["a"]);
  await deps.db.delete(schema.resource).where(eq(schema.resource.id, id));
  expect(await listTags(deps, actor)).toEqual({ items: [] });
});
