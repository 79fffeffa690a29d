import { expect, test } from "vitest";
import { createKeyReader } from "./go-keys.ts";

const press = (key: string, at = 0, change = {}) => ({ key, at, hasCommand: false, isTyping: false, ...change });

test("g and then a letter leads to a place", () => {
  const read = createKeyReader();
  expect(read(press("g"))).toEqual({ kind: "wait" });
  expect(read(press("s", 300))).toEqual({ kind: "go", href: "/servers" });
});

test("a second key that comes too late means nothing", () => {
  const read = createKeyReader();
  read(press("g"));
  expect(read(press("s", 2_000))).toEqual({ kind: "none" });
});

test("while somebody types only the palette key is heard", () => {
  const read = createKeyReader();
  expect(read(press("g", 0, { isTyping: true }))).toEqual({ kind: "none" });
  expect(read(press("p", 100, { isTyping: true }))).toEqual({ kind: "none" });
  expect(read(press("k", 200, { isTyping: true, hasCommand: true }))).toEqual({ kind: "palette" });
});

test("a slash leads to the filter of the page, and is a slash where somebody types", () => {
  const read = createKeyReader();
  expect(read(press("/"))).toEqual({ kind: "filter" });
  expect(read(press("/", 100, { isTyping: true }))).toEqual({ kind: "none" });
});

test("an unknown letter after g forgets the g", () => {
  const read = createKeyReader();
  read(press("g"));
  expect(read(press("x", 100))).toEqual({ kind: "none" });
  expect(read(press("p", 200))).toEqual({ kind: "none" });
});

test("what was just done is taken back by the usual key, which in a field takes back what was typed", () => {
  const read = createKeyReader();
  expect(read(press("z", 0, { hasCommand: true }))).toEqual({ kind: "undo" });
  expect(read(press("z", 0, { hasCommand: true, isTyping: true }))).toEqual({ kind: "none" });
});
