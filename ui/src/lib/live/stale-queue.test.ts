import { expect, test } from "vitest";
import { createStaleQueue } from "./stale-queue.ts";

const names = ["a", "b", "c"];

function aQueue() {
  const loads: { keys: string[]; end: () => void }[] = [];
  const queue = createStaleQueue({
    gather: () => Promise.resolve(),
    reload: (isStale) => new Promise((done) => loads.push({ keys: names.filter(isStale), end: () => done(null) })),
  });
  const settle = async () => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { queue, loads, settle };
}

test("what comes together is loaded once", async () => {
  const { queue, loads, settle } = aQueue();
  queue.add(["a"]);
  queue.add(["b", "a"]);
  await settle();
  expect(loads.map(({ keys }) => keys)).toEqual([["a", "b"]]);
});

test("what comes during a load waits for its end and is not lost", async () => {
  const { queue, loads, settle } = aQueue();
  queue.add(["a"]);
  await settle();
  queue.add(["b"]);
  queue.add(["c"]);
  await settle();
  expect(loads).toHaveLength(1);
  loads[0]?.end();
  await settle();
  expect(loads.map(({ keys }) => keys)).toEqual([["a"], ["b", "c"]]);
});

test("after a gap in the stream everything is loaded", async () => {
  const { queue, loads, settle } = aQueue();
  queue.addAll();
  await settle();
  expect(loads.map(({ keys }) => keys)).toEqual([names]);
});
