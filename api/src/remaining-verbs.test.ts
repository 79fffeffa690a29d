import { afterAll, beforeAll, expect, test } from "vitest";
import { findInstanceOwner } from "./instance/instance.store.ts";
import { aFullTeam, type FullTeam } from "./testing/full-team.ts";
import { claimedApp, type TestApp } from "./testing/test-app.ts";

let world: TestApp & { userId: string };
let team: FullTeam;
beforeAll(async () => {
  world = await claimedApp();
  team = await aFullTeam(world, "mine");
});
afterAll(() => world?.deps.dispose());

const ask = (path: string, given: { method?: string; json?: object } = {}) =>
  world.send(`/api/v1${path}`, { token: team.tokens.owner, ...given });
const remove = (path: string) => ask(path, { method: "DELETE" });

test("a project goes when it has no applications any more, and only then", async () => {
  expect((await remove(`/projects/${team.ids.projects}`)).body.code).toBe("project.not_empty");
  const { body } = await ask("/projects", { json: { name: "empty" } });
  expect((await remove(`/projects/${body.id}`)).status).toBe(204);
  expect((await ask(`/projects/${body.id}`)).status).toBe(404);
});

test("a destination that nothing runs on goes", async () => {
  const { body } = await ask("/destinations", { json: { serverId: team.ids.servers, name: "spare" } });
  expect((await remove(`/destinations/${body.id}`)).status).toBe(204);
  expect((await ask(`/destinations/${body.id}`)).status).toBe(404);
});

test("a channel goes with what still waits to be sent through it", async () => {
  expect((await remove(`/channels/${team.ids.channels}`)).status).toBe(204);
  expect((await ask(`/channels/${team.ids.channels}`)).status).toBe(404);
});

test("a runner that asks again after a while was seen just now", async () => {
  world.deps.clock.advance(20_000);
  await world.send("/api/v1/runner/claim", { token: team.runnerCredential, json: {} });
  const { body } = await ask(`/runners/${team.ids.runners}`);
  expect(body.lastSeenAt).toBe(world.deps.clock.now());
});

test("the first owner of the instance is known", async () => {
  expect(await findInstanceOwner(world.deps.db)).toBe(world.userId);
});
