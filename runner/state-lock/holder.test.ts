import { describe, expect, test } from "vitest";
import { type Holder, judgeHolder, parseHolder } from "./holder.ts";

const here = { host: "attic", boot: "monday", pidSpace: "pid:[1]" };
const holder: Holder = {
  program: "runner",
  url: "http://localhost:3000",
  since: "2026-11-28T20:00:00.000Z",
  pid: 77,
  startedAt: "500",
  place: here,
};
const held = (place: Partial<typeof here>, startedAt: string | undefined) =>
  judgeHolder({ ...holder, place: { ...here, ...place } }, { here, startedAt });

describe("a holder", () => {
  test.each([
    ["the process of its number was started when it was", held({}, "500"), "alive"],
    ["nobody has its number", held({}, undefined), "dead"],
    ["another process was given its number since", held({}, "900"), "dead"],
    ["the machine was started again, even when its number is taken", held({ boot: "sunday" }, "500"), "dead"],
    ["it lives in another container of this machine", held({ pidSpace: "pid:[2]" }, "500"), "unknown"],
    ["it was in a container that was started again", held({ host: "box", pidSpace: "pid:[2]" }, undefined), "unknown"],
    [
      "it lives on another machine that shares the folder",
      held({ host: "cellar", boot: "friday" }, undefined),
      "unknown",
    ],
  ])("when %s", (_, judged, expected) => {
    expect(judged).toBe(expected);
  });

  test.each(["", "{", "null", "[]", '{"pid":1}'])("%j names nobody", (text) => {
    expect(parseHolder(text)).toBeUndefined();
  });

  test("what was written is read back", () => {
    expect(parseHolder(JSON.stringify(holder))).toEqual(holder);
  });
});
