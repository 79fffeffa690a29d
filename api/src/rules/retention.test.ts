import { describe, expect, test } from "vitest";
import { mayGo, type Release } from "./retention.ts";

const release = (number: number, image: string | null, given: Partial<Release> = {}): Release => ({
  number,
  status: image ? "succeeded" : "failed",
  image,
  trigger: "manual",
  ...given,
});
const gone = (newest: Release[], { keepReleases = 2, atWork = 0 } = {}) =>
  mayGo(
    newest.map(({ number }) => ({ id: `dep_${number}`, number, isAtWork: number === atWork })),
    { newest, keepReleases },
  ).map(({ number }) => number);

describe("which old deployments may go", () => {
  test.each<[string, Release[], Parameters<typeof gone>[1], number[]]>([
    ["the newest stays, also when it failed", [release(2, null), release(1, null)], {}, [1]],
    [
      "each of the newest images keeps the release it can be rolled back to",
      [release(5, "c"), release(4, "c"), release(3, "b"), release(2, "a"), release(1, "b")],
      {},
      [4, 2, 1],
    ],
    [
      "the newest that followed its branch stays",
      [release(3, null), release(2, null, { trigger: "push" }), release(1, null, { trigger: "poll" })],
      {},
      [1],
    ],
    ["what an open job works on stays", [release(3, null), release(2, null), release(1, null)], { atWork: 1 }, [2]],
  ])("%s", (_, newest, given, expected) => {
    expect(gone(newest, given)).toEqual(expected);
  });
});
