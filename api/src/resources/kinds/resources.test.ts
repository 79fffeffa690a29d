import { schema } from "@fairlead/db";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../rules/permissions.ts";
import { anApplication, aPlace, aRelease } from "../../testing/resources.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createDomain } from "../domains/create-domain.ts";
import type { ResourceQuery } from "../list/list-query.ts";
import { getResource } from "./get-resource.ts";
import { listResources } from "./list-resources.ts";

let deps: TestDeps;
let actor: Actor;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
});
afterEach(() => deps.dispose());

const list = (query: Partial<ResourceQuery> = {}) => listResources(deps, actor, { limit: 50, ...query });
const names = async (query: Partial<ResourceQuery>) => (await list(query)).items.map(({ name }) => name);
const anImage = (image: string) => ({ kind: "image" as const, image, registryId: null });
const setState = (id: string, state: "running" | "crashed") =>
  deps.db.update(schema.resource).set({ state }).where(eq(schema.resource.id, id));

/** Three resources: two of one environment and server, one of another. */
async function threeResources() {
  const [here, there] = [await aPlace(deps, actor), await aPlace(deps, actor)];
  const shop = await anApplication(deps, actor, { place: here, name: "Shop" });
  const docs = await anApplication(deps, actor, { place: here, name: "docs", origin: anImage("nginx:1.29") });
  const api = await anApplication(deps, actor, { place: there, name: "api" });
  return { here, there, shop, docs, api };
}

const alsoOn = (resourceId: string, destinationId: string) =>
  deps.db.insert(schema.resourceTarget).values({
    resourceId,
    destinationId,
    teamId: actor.teamId,
    position: 1,
    state: "new",
    createdAt: deps.clock.now(),
  });

test("whatever runs is listed, the newest first, in pages, and only of its team", async () => {
  await threeResources();
  await anApplication(deps, await aTeam(deps));
  const first = await list({ limit: 2 });
  expect(first.items.map(({ name, kind }) => [name, kind])).toEqual([
    ["api", "application"],
    ["docs", "application"],
  ]);
  const rest = await list({ limit: 2, cursor: first.nextCursor ?? "" });
  expect([rest.items.map(({ name }) => name), rest.nextCursor]).toEqual([["Shop"], null]);
});

test("what runs on several servers is found by each of them", async () => {
  const { here, there, shop } = await threeResources();
  await alsoOn(shop.id, there.destinationId);
  expect(await names({ serverId: there.serverId })).toEqual(["api", "Shop"]);
  expect(await names({ serverId: here.serverId })).toEqual(["docs", "Shop"]);
  expect(await names({ serverId: there.serverId, environmentId: here.environmentId })).toEqual(["Shop"]);
});

test("what runs on several servers counts at each of them, and once for all", async () => {
  const { here, there, shop } = await threeResources();
  await alsoOn(shop.id, there.destinationId);
  const asked: ResourceQuery["counters"] = ["kind", "server"];
  expect((await list({ counters: asked })).counters).toEqual({
    total: 3,
    kind: { application: 3 },
    server: { [here.serverId]: 2, [there.serverId]: 2 },
  });
  expect((await list({ serverId: there.serverId, counters: asked })).counters).toEqual({
    total: 2,
    kind: { application: 2 },
    server: { [here.serverId]: 1, [there.serverId]: 2 },
  });
  expect((await list({ search: ["nginx"], counters: ["server"] })).counters).toEqual({
    total: 1,
    server: { [here.serverId]: 1 },
  });
});

test("a filter leaves what it names: kind, project, environment, server, state, and several at once", async () => {
  const { here, there, docs } = await threeResources();
  await setState(docs.id, "crashed");
  const [{ projectId } = { projectId: "" }] = (await list({ environmentId: there.environmentId })).items;
  expect(await names({ kind: ["application"] })).toEqual(["api", "docs", "Shop"]);
  expect(await names({ projectId })).toEqual(["api"]);
  expect(await names({ environmentId: here.environmentId })).toEqual(["docs", "Shop"]);
  expect(await names({ serverId: there.serverId })).toEqual(["api"]);
  expect(await names({ state: ["crashed"] })).toEqual(["docs"]);
  expect(await names({ state: ["crashed", "new"] })).toEqual(["api", "docs", "Shop"]);
  expect(await names({ serverId: here.serverId, state: ["new"] })).toEqual(["Shop"]);
  expect(await names({ serverId: here.serverId, environmentId: there.environmentId })).toEqual([]);
});

test("a place of another team holds nothing", async () => {
  const other = await aTeam(deps);
  const place = await aPlace(deps, other);
  await anApplication(deps, other, { place });
  expect(await names({ environmentId: place.environmentId })).toEqual([]);
  expect((await list({ serverId: place.serverId, counters: ["kind"] })).counters).toEqual({ total: 0, kind: {} });
});

describe("a search", () => {
  const found = (search: string) => names({ search: search.toLowerCase().split(" ") });

  test("finds by name whatever the case, by image, by repository and by domain", async () => {
    const { docs } = await threeResources();
    const input = { host: "help.example.com", redirectTo: null, port: null, withWww: false };
    await createDomain(deps, actor, { resourceId: docs.id, input });
    expect(await found("sho")).toEqual(["api", "Shop"]);
    expect(await found("SHOP api")).toEqual(["api"]);
    expect(await found("nginx")).toEqual(["docs"]);
    expect(await found("harbour/")).toEqual(["api", "Shop"]);
    expect(await found("help.example")).toEqual(["docs"]);
    expect(await found("nowhere")).toEqual([]);
  });

  test("finds by the beginning of the commit that serves and of the one that was tried last, and by no other part", async () => {
    const { shop, api } = await threeResources();
    await aRelease(deps, shop, { port: 3_000 });
    await aRelease(deps, api, { port: 3_000, status: "failed", isActive: false });
    const commit = (resourceId: string, sha: string) =>
      deps.db.update(schema.deployment).set({ commit: sha }).where(eq(schema.deployment.resourceId, resourceId));
    await commit(shop.id, `beef${"1".repeat(36)}`);
    await commit(api.id, `cafe${"2".repeat(36)}`);
    expect(await found("beef1")).toEqual(["Shop"]);
    expect(await found("CAFE")).toEqual(["api"]);
    expect(await found("eef1")).toEqual([]);
    expect(await found("bee")).toEqual([]);
  });

  test("takes no sign for any other", async () => {
    await threeResources();
    expect(await found("%")).toEqual([]);
    expect(await found("_")).toEqual([]);
    expect(await found("*")).toEqual([]);
  });
});

describe("counters", () => {
  test("tell how many there are of what the filter matches, on all pages", async () => {
    const { here, there, docs } = await threeResources();
    await setState(docs.id, "running");
    const { items, counters } = await list({ limit: 1, counters: ["kind", "state", "server"] });
    expect(items).toHaveLength(1);
    expect(counters).toEqual({
      total: 3,
      kind: { application: 3 },
      state: { new: 2, running: 1 },
      server: { [here.serverId]: 2, [there.serverId]: 1 },
    });
    const countersOf = async (query: Partial<ResourceQuery>) =>
      (await list({ ...query, counters: ["state"] })).counters;
    expect(await countersOf({ search: ["nginx"] })).toEqual({ total: 1, state: { running: 1 } });
    expect(await countersOf({ environmentId: there.environmentId })).toEqual({ total: 1, state: { new: 1 } });
  });

  test("are absent unless they are asked for", async () => {
    expect(await list()).toEqual({ items: [], nextCursor: null });
  });
});

test("only the fields that were asked for come, with the id", async () => {
  const { docs } = await threeResources();
  const { items } = await list({
    state: ["new"],
    search: ["docs"],
    fields: ["name", "origin", "hasUndeployedChanges"],
  });
  expect(items).toEqual([{ id: docs.id, name: "docs", origin: "nginx:1.29", hasUndeployedChanges: false }]);
});

describe("a damaged row", () => {
  const damage = (table: string, column: string, id: string) =>
    deps.db.run(sql`UPDATE ${sql.identifier(table)} SET ${sql.identifier(column)} = x'00ff00' WHERE id = ${id}`);

  test.each([
    ["resource", "name", "name", { name: expect.stringMatching(/^app_/) }],
    ["resource", "state", "state", { state: "unknown" }],
    ["application", "branch", "branch", { branch: null }],
    ["application", "repository", "repository", { origin: "" }],
  ])(
    "is shown as such when bytes stand in %s.%s, and the others of its page as they are",
    async (table, column, told, shown) => {
      const { shop } = await threeResources();
      await damage(table, column, shop.id);
      const { items } = await list({ counters: ["state"] });
      expect(items.map(({ damaged }) => damaged)).toEqual([[], [], [told]]);
      expect(items[2]).toMatchObject({ id: shop.id, ...shown });
      expect(items[0]).toMatchObject({ name: "api", origin: "harbour/shop", branch: "main", state: "new" });
    },
  );

  test("has a page of its own that says what cannot be read", async () => {
    const { shop } = await threeResources();
    await damage("resource", "name", shop.id);
    await damage("application", "branch", shop.id);
    expect(await getResource(deps, actor, shop)).toMatchObject({
      name: shop.id,
      origin: { branch: "" },
      damaged: ["name", "branch"],
    });
  });
});

test("a resource is shown as its kind shows it, and to its team only", async () => {
  const { shop } = await threeResources();
  expect(await getResource(deps, actor, shop)).toMatchObject({
    id: shop.id,
    kind: "application",
    name: "Shop",
    build: { kind: "dockerfile" },
  });
  const notFound = { code: "application.not_found" };
  await expect(getResource(deps, await aTeam(deps), shop)).rejects.toMatchObject(notFound);
});
