import { expect, test } from "vitest";
import { nextGroup } from "./next-group.ts";

const calls = (names: string) => names.split(" ").map((name) => ({ team: name.slice(0, 1), name }));
const groupOf = (names: string, most: number) =>
  nextGroup(calls(names), most)
    .map(({ name }) => name)
    .join(" ");

test("all go together while they are few", () => {
  expect(groupOf("a1 a2 b1", 3)).toBe("a1 a2 b1");
});

test("a team that came last with one call goes before the rest of a team with many", () => {
  expect(groupOf("a1 a2 a3 a4 b1", 3)).toBe("a1 b1 a2");
});

test("within a team they go in the order they came, and more of one when the others have no more", () => {
  expect(groupOf("a1 b1 a2 c1 a3 a4 a5", 6)).toBe("a1 b1 c1 a2 a3 a4");
});
