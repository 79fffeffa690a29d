import { afterEach, beforeEach, expect, test } from "vitest";
import { createProject } from "../../places/projects/create-project.ts";
import { listEnvironments } from "../../places/projects/environments.store.ts";
import { listProjectRows } from "../../places/projects/projects.store.ts";
import { listDestinations } from "../../places/servers/destinations.store.ts";
import { listServers } from "../../places/servers/servers.store.ts";
import type { Reach } from "../../rules/permissions.ts";
import { aServer } from "../../testing/resources.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";

const limit = 50;
let deps: TestDeps;
let teamId: string;
let shop: string;
let server: string;
beforeEach(async () => {
  deps = await testDeps();
  const actor = await aTeam(deps);
  teamId = actor.teamId;
  shop = (await createProject(deps, actor, { name: "Shop", description: "" })).id;
  await createProject(deps, actor, { name: "Blog", description: "" });
  server = (await aServer(deps, actor)).id;
  await aServer(deps, actor, { host: "203.0.113.8" });
});
afterEach(() => deps.dispose());

const to = (...only: NonNullable<Reach["only"]>): Reach => ({ teamId, only });
const everything = (): Reach => ({ teamId, only: null });

test("a list shows all of a team to whoever may see all of it", async () => {
  expect(await listProjectRows(deps.db, everything(), { limit })).toHaveLength(2);
  expect(await listServers(deps.db, everything(), { limit })).toHaveLength(2);
});

test("a list shows only the projects, and what is part of them, that somebody reaches", async () => {
  const reach = to({ on: "project", id: shop });
  expect(await listProjectRows(deps.db, reach, { limit })).toMatchObject([{ id: shop }]);
  expect(await listEnvironments(deps.db, reach, { limit })).toMatchObject([{ projectId: shop }]);
});

test("a list shows only the servers, and their destinations, that somebody reaches", async () => {
  const reach = to({ on: "server", id: server });
  expect(await listServers(deps.db, reach, { limit })).toMatchObject([{ id: server }]);
  expect(await listDestinations(deps.db, reach, { limit })).toMatchObject([{ serverId: server }]);
});

test("a list of what is in no place that somebody reaches is empty", async () => {
  expect(await listServers(deps.db, to({ on: "project", id: shop }), { limit })).toEqual([]);
  expect(await listProjectRows(deps.db, to(), { limit })).toEqual([]);
});

test("a place in another team opens nothing there", async () => {
  const foreign = (await aTeam(deps)).teamId;
  expect(await listProjectRows(deps.db, { teamId: foreign, only: [{ on: "project", id: shop }] }, { limit })).toEqual(
    [],
  );
});
