import { afterEach, beforeEach, expect, test } from "vitest";
import { limited } from "../../rules/errors.ts";
import type { Seat } from "../../rules/next-turn.ts";
import { aFullTeam, type FullTeam } from "../../testing/full-team.ts";
import { claimedApp } from "../../testing/test-app.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
let mine: FullTeam;
/** What was asked for, and how many places are held. */
let seats: Seat[];
let held: number;
let outside: number[];
beforeEach(async () => {
  world = await claimedApp();
  mine = await aFullTeam(world, "mine");
  [seats, held, outside] = [[], 0, []];
  world.deps.turns = {
    enter: async (seat) => {
      seats.push(seat);
      held++;
      let isIn = true;
      const leave = () => {
        if (isIn) held--;
        isIn = false;
      };
      return {
        leave,
        outside: async (work) => {
          held--;
          outside.push(held);
          return work().finally(() => held++);
        },
      };
    },
  };
});
afterEach(() => world.deps.dispose());

test("a request is worked for the team of its person, one of a runner for its own lane, and both leave their places", async () => {
  await world.send("/api/v1/projects", { token: mine.tokens.owner });
  const claim = { key: "k".repeat(20), version: "1.0.0", waitMs: 0, holding: [] };
  await world.send("/api/v1/runner/claim", { token: mine.runnerCredential, json: claim });
  expect(seats).toEqual([
    { subject: mine.teamId, lane: "people" },
    { subject: mine.teamId, lane: "runners" },
  ]);
  expect(held).toBe(0);
});

test("strangers of one network are one", async () => {
  for (const ip of ["2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::1"]) await world.send("/api/v1/setup", { ip });
  const [first, second, third] = seats.map(({ subject }) => subject);
  expect(first).toBe(second);
  expect(first).not.toBe(third);
});

test("a forge's call is worked for the team of its source", async () => {
  await world.send(`/api/v1/webhooks/${mine.webhookKey}`, { json: {} });
  expect(seats).toEqual([{ subject: mine.teamId, lane: "forges" }]);
  expect(held).toBe(0);
});

test("a call to another machine is waited for without a place", async () => {
  world.deps.egress = async () => ({ status: 200, headers: new Headers(), bytes: new Uint8Array() });
  await world.send(`/api/v1/channels/${mine.ids.channels}/test`, { method: "POST", token: mine.tokens.owner });
  expect(outside).toEqual([0]);
  expect(held).toBe(0);
});

test("a runner that waits for a job holds no place meanwhile", async () => {
  world.deps.hub.awaitRunner = async (_runner, waitMs) => void world.deps.clock.advance(waitMs);
  const claim = async (n: number, waitMs: number) => {
    const json = { key: String(n).padStart(20, "k"), version: "1.0.0", waitMs, holding: [] };
    return (await world.send("/api/v1/runner/claim", { token: mine.runnerCredential, json })).status;
  };
  for (let n = 1; (await claim(n, 0)) === 200; n++);
  expect(await claim(0, 5_000)).toBe(204);
  expect(outside).toEqual([0]);
  expect(held).toBe(0);
});

test("whoever finds no place is told when to come again, before its body is read or anything is written", async () => {
  const refuse = async () => {
    throw limited("limit.waiting", "64 requests wait already.", { retryAfterSeconds: 1 });
  };
  world.deps.turns = { enter: refuse };
  const before = await world.deps.db.query.audit.findMany();
  for (const path of ["/api/v1/projects", `/api/v1/webhooks/${mine.webhookKey}`]) {
    const { status, body, headers } = await world.send(path, { json: "no project", token: mine.tokens.owner });
    expect([status, body.code, headers.get("Retry-After")]).toEqual([429, "limit.waiting", "1"]);
  }
  expect(await world.deps.db.query.audit.findMany()).toEqual(before);
});

test("a live stream holds no place while it is open", async () => {
  const headers = { Authorization: `Bearer ${mine.tokens.owner}` };
  const request = new Request(`${world.deps.config.url}/api/v1/events`, { headers });
  const answer = await world.app.fetch(request, { deps: world.deps, client: { ip: null, userAgent: null } });
  expect([answer.status, seats.length, held]).toEqual([200, 1, 0]);
  await answer.body?.cancel();
});
