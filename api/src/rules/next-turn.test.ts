import { describe, expect, test } from "vitest";
import { nextTurn, type Seat } from "./next-turn.ts";

const people = (subject: string): Seat => ({ subject, lane: "people" });
const runners = (subject: string): Seat => ({ subject, lane: "runners" });
const times = (n: number, seat: Seat) => Array.from({ length: n }, () => seat);
const places = { places: 8, ofOne: 4 };

describe("who is worked for next", () => {
  test("whoever stands first, while nobody is at work", () => {
    expect(nextTurn([people("ada"), people("bob")], [], places)).toEqual(people("ada"));
  });

  test("nobody, while every place is taken", () => {
    const atWork = [...times(4, people("ada")), ...times(4, people("bob"))];
    expect(nextTurn([people("eve")], atWork, places)).toBeUndefined();
  });

  test("never a fifth of one team, however many places are free", () => {
    expect(nextTurn([people("ada")], times(4, people("ada")), places)).toBeUndefined();
  });

  test("the team with the fewest at work, although another stands before it", () => {
    expect(nextTurn([people("ada"), people("bob")], times(3, people("ada")), places)).toEqual(people("bob"));
  });

  test("a team's runner before its people, when they have places and it has none", () => {
    expect(nextTurn([people("ada"), runners("ada")], times(3, people("ada")), places)).toEqual(runners("ada"));
  });

  test("a team with many lanes has no more turns than a team with one", () => {
    const atWork = [people("ada"), people("bob"), people("bob")];
    expect(nextTurn([runners("bob"), people("ada")], atWork, places)).toEqual(people("ada"));
  });
});
