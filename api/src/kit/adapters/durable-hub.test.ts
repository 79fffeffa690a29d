import { expect, test } from "vitest";
import { createDurableHub } from "./durable-hub.ts";

test("what is told at once goes in one call a topic, in its order, and what comes later in another", async () => {
  const calls: [string, ...string[]][] = [];
  const running: Promise<void>[] = [];
  const hubs = {
    getByName: (name: string) => ({
      fetch: async () => ({ webSocket: null }),
      publish: async (...messages: string[]) => void calls.push([name, ...messages]),
    }),
  };
  const hub = createDurableHub(hubs, (work) => void running.push(work()));
  const ended = (id: string) => ({ type: "runner", id }) as const;
  hub.publish("a", ended("1"));
  hub.publish("b", ended("2"));
  hub.publish("a", ended("3"));
  await Promise.all(running);
  hub.publish("a", ended("4"));
  await Promise.all(running);
  const told = (id: string) => JSON.stringify(ended(id));
  expect(calls).toEqual([
    ["team:a", told("1"), told("3")],
    ["team:b", told("2")],
    ["team:a", told("4")],
  ]);
});
