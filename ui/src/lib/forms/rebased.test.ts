import { expect, test } from "vitest";
import { rebased } from "./rebased.ts";

const before = { port: "80", branch: "main", rights: ["NET_RAW"], build: { context: ".", target: "" } };

test("what nobody touched becomes what is stored now, and what is being typed stays", () => {
  const after = { ...before, port: "81", branch: "next" };
  expect(rebased({ ...before, branch: "mine" }, { before, after })).toEqual({ ...after, branch: "mine" });
});

test("a field that is typed in a record within holds back none beside it", () => {
  const typed = { ...before, build: { context: ".", target: "mine" } };
  const after = { ...before, build: { context: "web", target: "theirs" } };
  expect(rebased(typed, { before, after }).build).toEqual({ context: "web", target: "mine" });
});

test("a list counts as touched when it holds something else, not when it is another list", () => {
  const after = { ...before, rights: [] };
  expect(rebased({ ...before, rights: ["NET_RAW"] }, { before, after }).rights).toEqual([]);
  expect(rebased({ ...before, rights: ["SYS_TIME"] }, { before, after }).rights).toEqual(["SYS_TIME"]);
});

test("a field that only one of the two has is kept as it is typed", () => {
  const typed: Record<string, string> = { added: "mine" };
  expect(rebased(typed, { before: {}, after: { other: "theirs" } })).toEqual({ added: "mine", other: "theirs" });
});
