import { expect, test } from "vitest";
import { firstToFetch } from "./first-to-fetch.ts";

test.each<[string, Parameters<typeof firstToFetch>[0], number]>([
  [
    "the first when all answer",
    [
      { state: "ready", isOnline: true },
      { state: "ready", isOnline: true },
    ],
    0,
  ],
  [
    "one that answers before one that does not",
    [
      { state: "unreachable", isOnline: true },
      { state: "warning", isOnline: true },
    ],
    1,
  ],
  [
    "one whose runner is there",
    [
      { state: "ready", isOnline: false },
      { state: "failing", isOnline: true },
    ],
    1,
  ],
  [
    "the first when none is there",
    [
      { state: "ready", isOnline: false },
      { state: "ready", isOnline: false },
    ],
    0,
  ],
])("the head of a branch is looked for by %s", (_rule, servers, first) => {
  expect(firstToFetch(servers)).toBe(first);
});
