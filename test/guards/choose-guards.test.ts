import { expect, test } from "vitest";
import { chooseGuards } from "./choose-guards.ts";

const named = (rule: string) => ({ rule, file: "a.ts", guard: "no", without: "", noticedBy: "a.test.ts" });
const door = { name: "door", guards: [named("a closed door stays closed"), named("a key opens one door")] };
const roof = { name: "roof", guards: [named("no rain comes in")] };

test("without a name all guards are chosen", () => {
  expect(chooseGuards([door, roof], []).chosen).toEqual([door, roof]);
});

test("a topic, or some words of one of its rules", () => {
  const { chosen, unknown } = chooseGuards([door, roof], ["roof", "door:a key"]);
  expect(chosen).toEqual([roof, { name: "door", guards: door.guards.slice(1) }]);
  expect(unknown).toEqual([]);
});

test("what chooses nothing is told", () => {
  expect(chooseGuards([door], ["cellar", "door:a window"]).unknown).toEqual(["cellar", "door:a window"]);
});
