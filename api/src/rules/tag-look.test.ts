import type { RegistryLine } from "@fairlead/runner/contract";
import { expect, test } from "vitest";
import { judgeTagLook } from "./tag-look.ts";

const [one, two] = ["1", "2"].map((digit) => `sha256:${digit.repeat(64)}`);
const line = (state: RegistryLine["state"], retryAfterSeconds: number | null = null): RegistryLine => ({
  name: "pull",
  state,
  sentence: "No.",
  nextAction: null,
  retryAfterSeconds,
});
const fine = { digestTrouble: null };

test("the first look is where following begins, and the same again is nothing to write", () => {
  expect(judgeTagLook({ seenDigest: null, ...fine }, { digest: one ?? "", trouble: null })).toEqual({
    kind: "first",
    digest: one,
  });
  expect(judgeTagLook({ seenDigest: one ?? "", ...fine }, { digest: one ?? "", trouble: null })).toEqual({
    kind: "same",
  });
});

test("another image is what people wait for, also after a look that found nothing", () => {
  const moved = { kind: "moved", digest: two };
  expect(judgeTagLook({ seenDigest: one ?? "", ...fine }, { digest: two ?? "", trouble: null })).toEqual(moved);
  expect(
    judgeTagLook({ seenDigest: one ?? "", digestTrouble: line("slow") }, { digest: two ?? "", trouble: null }),
  ).toEqual(moved);
});

test("the same image after a look that found nothing takes the trouble away", () => {
  const seen = { seenDigest: one ?? "", digestTrouble: line("slow") };
  expect(judgeTagLook(seen, { digest: one ?? "", trouble: null })).toEqual({ kind: "first", digest: one });
});

test.each([
  ["slow", null, 30],
  ["rate-limited", null, 60],
  ["rate-limited", 60, 60],
  ["rate-limited", 4 * 3_600, 240],
  ["rate-limited", 30 * 86_400, 24 * 60],
] as const)("a registry that is %s and says %s seconds is asked again in %i minutes", (state, seconds, minutes) => {
  const look = judgeTagLook({ seenDigest: one ?? "", ...fine }, { digest: null, trouble: line(state, seconds) });
  expect(look).toMatchObject({ kind: "trouble", againInMs: minutes * 60_000 });
});
