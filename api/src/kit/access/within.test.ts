import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createProject } from "../../places/projects/create-project.ts";
import { listEnvironments } from "../../places/projects/environments.store.ts";
import { listProjectRows } from "../../places/projects/projects.store.ts";
import { listDestinations } from "../../places/servers/destinations.store.ts";
import { listServers } from "../../places/servers/servers.store.ts";
import { findNamed } from "../../releases/bulk/candidates.store.ts";
import { updateApplication } from "../../resources/applications/update-application.ts";
import { everyKind } from "../../resources/kinds/registry.ts";
import { listResourceCards } from "../../resources/list/resource-list.store.ts";
import type { Reach } from "../../rules/permissions.ts";
import { anApplication, aPlace, aServer } from "../../testing/resources.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { locateResource } from "./locate.store.ts";

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

const to = (...only: NonNullable<Reach["only"]>): Reach => ({ teamId, only, servers: "some" });
const everything = (): Reach => ({ teamId, only: null, servers: "some" });

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

describe("resources that run on two servers", () => {
  let shopApp: string;
  let both: string[];
  beforeEach(async () => {
    const actor = await aTeam(deps);
    teamId = actor.teamId;
    const [one, two] = [await aPlace(deps, actor), await aPlace(deps, actor)];
    both = [one.serverId, two.serverId];
    ({ id: shopApp } = await anApplication(deps, actor, { place: one }));
    await updateApplication(deps, actor, {
      id: shopApp,
      set: {
        revision: await revisionOf(deps.db, "application", shopApp),
        destinations: [one.destinationId, two.destinationId],
      },
    });
  });
  const listed = async (servers: Reach["servers"], ids: readonly string[]) => {
    const reach: Reach = { teamId, servers, only: ids.map((id) => ({ on: "server", id })) };
    const cards = await listResourceCards(deps.db, reach, { of: everyKind, query: { limit } });
    const named = await findNamed(deps.db, reach, [shopApp]);
    return { seen: cards.length === 1, found: named.map(({ id }) => id).includes(shopApp) };
  };

  test("are seen by whoever reaches one of them, not the first alone", async () => {
    for (const id of both) expect(await listed("some", [id])).toEqual({ seen: true, found: true });
    expect(await listed("some", [server])).toEqual({ seen: false, found: false });
  });

  test("are changed by whoever reaches each of them", async () => {
    for (const id of both) expect(await listed("every", [id])).toEqual({ seen: false, found: false });
    expect(await listed("every", [...both, server])).toEqual({ seen: true, found: true });
  });

  test("stand on each of them", async () => {
    expect((await locateResource(deps.db, teamId, shopApp)).serverIds.toSorted()).toEqual(both.toSorted());
  });
});

test("a list of what is in no place that somebody reaches is empty", async () => {
  expect(await listServers(deps.db, to({ on: "project", id: shop }), { limit })).toEqual([]);
  expect(await listProjectRows(deps.db, to(), { limit })).toEqual([]);
});

test("a place in another team opens nothing there", async () => {
  const foreign = (await aTeam(deps)).teamId;
  expect(await listProjectRows(deps.db, { ...to({ on: "project", id: shop }), teamId: foreign }, { limit })).toEqual(
    [],
  );
});
