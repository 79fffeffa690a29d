import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LimitKind } from "../../rules/limits.ts";
import { aFullTeam } from "../../testing/full-team.ts";
import { claimedApp } from "../../testing/test-app.ts";
import { writeLimit } from "./limits.store.ts";
import { createPaces } from "./paces.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
let waited: number[];
const wait = async (ms: number) => void waited.push(ms);
beforeEach(async () => {
  waited = [];
  world = await claimedApp();
  world.deps.paces = createPaces({ wait });
});
afterEach(() => world.deps.dispose());

const limit = (kind: LimitKind, value: number) =>
  writeLimit(world.deps.db, { kind, value, now: world.deps.clock.now() });
const read = (token: string) => world.send("/api/v1/projects", { token });
const statuses = async (count: number, ask: () => Promise<{ status: number }>) => {
  const seen: number[] = [];
  for (let i = 0; i < count; i++) seen.push((await ask()).status);
  return seen;
};

test("one person who asks without end is refused with the limit and the time to wait, and goes on afterwards", async () => {
  await limit("requests", 60);
  expect(await statuses(10, () => read(world.token))).toEqual(Array(10).fill(200));
  const refused = await read(world.token);
  expect([refused.status, refused.body.code, refused.headers.get("Retry-After")]).toEqual([429, "limit.requests", "1"]);
  expect(refused.body.title).toContain("at most 60 requests a minute");
  // Whoever asks again at once gains nothing by it.
  expect(waited).toEqual([250]);
  world.deps.clock.advance(1_000);
  expect((await read(world.token)).status).toBe(200);
});

test("many tokens of one team share its limit, and another team does not notice", async () => {
  const mine = await aFullTeam(world, "mine");
  const other = await aFullTeam(world, "other");
  world.deps.paces = createPaces({ wait });
  await limit("teamRequests", 60);
  const tokens = Object.values(mine.tokens);
  let turn = 0;
  const seen = await statuses(16, () => read(tokens[turn++ % tokens.length] ?? ""));
  expect(seen.filter((status) => status === 429)).toHaveLength(6);
  expect((await read(other.tokens.owner)).status).toBe(200);
});

describe("whoever shows no valid credential", () => {
  const ask = (ip: string) => world.send("/api/v1/projects", { ip });

  test("is counted by network: one IPv6 /64 is one, the next is another", async () => {
    await limit("strangerRequests", 60);
    let host = 0;
    const seen = await statuses(12, () => ask(`2001:db8:0:1::${++host}`));
    expect(seen).toEqual([...Array(10).fill(401), 429, 429]);
    expect((await ask("2001:db8:0:2::1")).status).toBe(401);
  });

  test("locks nobody out who has one, from the same network", async () => {
    await limit("strangerRequests", 60);
    await statuses(12, () => ask("192.0.2.1"));
    expect((await read(world.token)).status).toBe(200);
  });

  test("is counted at the open routes as well", async () => {
    await limit("strangerRequests", 60);
    const seen = await statuses(12, () => world.send("/api/v1/setup"));
    expect(seen.slice(-2)).toEqual([429, 429]);
  });
});

test("a limit that the owner changes holds at once in this process", async () => {
  await limit("requests", 60);
  await statuses(10, () => read(world.token));
  world.deps.clock.advance(60_000);
  const { revision } = (await world.send("/api/v1/instance", { token: world.token })).body;
  const json = { revision, limits: { requests: 6_000 } };
  expect((await world.send("/api/v1/instance", { method: "PATCH", json, token: world.token })).status).toBe(200);
  // What was saved up before does not grow at once, the pace does.
  world.deps.clock.advance(1_000);
  expect(await statuses(100, () => read(world.token))).toEqual(Array(100).fill(200));
});

test("whoever goes on asking too often is let through at the pace of the limit, not never", async () => {
  await limit("requests", 60);
  await statuses(10, () => read(world.token));
  const seen: number[] = [];
  for (let i = 0; i < 8; i++) {
    world.deps.clock.advance(500);
    seen.push((await read(world.token)).status);
  }
  expect(seen).toEqual([429, 200, 429, 200, 429, 200, 429, 200]);
});
