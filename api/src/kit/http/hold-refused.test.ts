import { afterEach, beforeEach, expect, test } from "vitest";
import { aFullTeam } from "../../testing/full-team.ts";
import { claimedApp } from "../../testing/test-app.ts";
import { writeLimit } from "../limits/limits.store.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
let held: number[];
beforeEach(async () => {
  held = [];
  world = await claimedApp({ hold: async (ms) => void held.push(ms) });
});
afterEach(() => world.deps.dispose());

const signIn = () =>
  world.send("/api/auth/sign-in/email", { json: { email: "nobody@example.org", password: "a wrong password" } });

test("whoever tries too often waits for each further refusal", async () => {
  const statuses = [];
  for (let i = 0; i < 12; i++) statuses.push((await signIn()).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  expect(held).toEqual([750, 750]);
});

test("so does whoever makes more than there may be", async () => {
  const { tokens } = await aFullTeam(world, "mine");
  await writeLimit(world.deps.db, { kind: "projects", value: 1, now: world.deps.clock.now() });
  held = [];
  const refused = await world.send("/api/v1/projects", { token: tokens.owner, json: { name: "One more" } });
  expect([refused.status, refused.body.code, held]).toEqual([409, "limit.projects", [750]]);
});

test("nobody else waits", async () => {
  expect((await world.send("/api/v1/projects", { token: world.token })).status).toBe(200);
  expect((await world.send("/api/v1/projects")).status).toBe(401);
  expect((await world.send("/api/v1/nothing", { token: world.token })).status).toBe(404);
  expect(held).toEqual([]);
});
