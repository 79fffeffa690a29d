import { describe, expect, test } from "vitest";
import { nextLanes } from "./next-lanes.ts";

const lane = (key: string) => ({ key, team: key.slice(0, 1) });
const lanes = (text: string) => text.split(" ").filter(Boolean).map(lane);
const chosen = (waiting: string, { atWork = "", atOnce = 4 } = {}) =>
  nextLanes(lanes(waiting), lanes(atWork), { atOnce })
    .map(({ key }) => key)
    .join(" ");

describe("which lanes begin", () => {
  test.each<[string, string, Parameters<typeof chosen>[1], string]>([
    ["teams go in turn, whoever has many", "a1 a2 a3 b1", {}, "a1 b1 a2"],
    ["a team with nothing at work goes before one that has", "a2 b1", { atWork: "a1", atOnce: 2 }, "b1"],
    ["one team alone leaves slots for whoever comes next", "a1 a2 a3 a4 a5 a6", { atOnce: 8 }, "a1 a2 a3 a4"],
    ["a team that holds as many as are free takes no more", "a3 a4", { atWork: "a1 a2" }, ""],
    ["another team still begins then", "a3 a4 b1", { atWork: "a1 a2" }, "b1"],
    ["what is at work does not begin twice", "a1 a1 b1", { atWork: "a1" }, "b1"],
    ["who waits longest of equals goes first", "c1 b1 a1", { atOnce: 2 }, "c1 b1"],
    ["nothing begins without a slot", "d1", { atWork: "a1 a2 b1 c1" }, ""],
  ])("%s", (_, waiting, given, expected) => {
    expect(chosen(waiting, given)).toBe(expected);
  });
});
