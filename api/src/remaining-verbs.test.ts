import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findInstanceOwner } from "./people/instance/instance.store.ts";
import { aFullTeam, type FullTeam } from "./testing/full-team.ts";
import { claimedApp, owner, signedIn, type TestApp } from "./testing/test-app.ts";

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

test.each(["teams", "projects", "destinations"])("what stands under /%s can be given another name", async (path) => {
  const place = `/${path}/${path === "teams" ? team.teamId : team.ids[path]}`;
  expect((await ask(place, { method: "PATCH", json: { revision: 1, name: "another" } })).status).toBe(200);
  expect((await ask(place)).body.name).toBe("another");
});

test("a person takes another name and another password, which the old one no longer opens", async () => {
  const cookie = await signedIn(world, owner);
  const { body } = await world.send("/api/v1/me", { method: "PATCH", json: { revision: 1, name: "Grace" }, cookie });
  expect(body).toMatchObject({ user: { name: "Grace" } });
  const json = { current: owner.password, password: "a completely new one" };
  expect((await world.send("/api/v1/me/password", { json, cookie })).status).toBe(200);
  await expect(signedIn(world, owner)).rejects.toThrow();
  expect(await signedIn(world, { ...owner, password: json.password })).toContain("session");
});

test("a domain moves to another path", async () => {
  const { body } = await ask(`/domains/${team.ids.domains}`, { method: "PATCH", json: { revision: 1, path: "/api" } });
  expect(body.path).toBe("/api");
});

test("a delivery names the applications that it decided about", async () => {
  const [delivery, application] = [team.ids.deliveries ?? "", team.ids.applications ?? ""];
  const decisions = [{ application, deployment: null, reason: "Another branch." }];
  await world.deps.db.update(schema.delivery).set({ decisions }).where(eq(schema.delivery.id, delivery));
  const { body } = await ask(`/applications/${application}`);
  expect((await ask(`/deliveries/${delivery}`)).body.decisions).toMatchObject([{ applicationName: body.name }]);
});

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
