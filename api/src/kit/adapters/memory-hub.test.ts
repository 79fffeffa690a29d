import { expect, test } from "vitest";
import type { LiveEvent } from "../deps.ts";
import { createMemoryHub } from "./memory-hub.ts";

const event = (id: string): LiveEvent => ({ type: "runner", id });
const open = () => new AbortController().signal;

test("a subscriber gets what its team published since it subscribed, in order", async () => {
  const hub = createMemoryHub();
  const events = hub.subscribe("team_a", open())[Symbol.asyncIterator]();
  hub.publish("team_a", event("1"));
  hub.publish("team_b", event("other"));
  hub.publish("team_a", event("2"));
  expect([(await events.next()).value, (await events.next()).value]).toEqual([event("1"), event("2")]);
});

test("a reader that falls too far behind is cut off", async () => {
  const hub = createMemoryHub();
  const events = hub.subscribe("team_a", open())[Symbol.asyncIterator]();
  for (let i = 0; i < 1_000; i++) hub.publish("team_a", event(String(i)));
  expect((await events.next()).done).toBe(true);
});

test("an aborted subscription ends, also while it waits", async () => {
  const hub = createMemoryHub();
  const ending = new AbortController();
  const next = hub.subscribe("team_a", ending.signal)[Symbol.asyncIterator]().next();
  ending.abort();
  expect((await next).done).toBe(true);
});

test("a runner that waits is woken by its own job only", async () => {
  const hub = createMemoryHub();
  const woken: string[] = [];
  const mine = hub.awaitRunner("run_a", 60_000, open()).then(() => woken.push("a"));
  const other = new AbortController();
  const theirs = hub.awaitRunner("run_b", 60_000, other.signal).then(() => woken.push("b"));
  hub.wakeRunner("run_a");
  await mine;
  expect(woken).toEqual(["a"]);
  other.abort();
  await theirs;
});

test("closing the hub ends every stream and every wait", async () => {
  const hub = createMemoryHub();
  const next = hub.subscribe("team_a", open())[Symbol.asyncIterator]().next();
  const wait = hub.awaitRunner("run_a", 60_000, open());
  hub.close();
  await wait;
  expect((await next).done).toBe(true);
});
