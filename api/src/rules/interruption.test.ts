import { expect, test } from "vitest";
import { interruptionOf } from "./interruption.ts";

test("nobody is told of an interruption where versions overlap, or the platform rolls out", () => {
  for (const procedure of ["overlap", "hand-over"] as const)
    expect(interruptionOf({ procedure, stopGraceSeconds: 10, lastStartsMs: [900] })).toBeNull();
});

test("what is said is the grace to stop, and the longest of the last starts", () => {
  const told = interruptionOf({ procedure: "replace", stopGraceSeconds: 10, lastStartsMs: [900, 2_100, 1_500] });
  expect(told).toEqual({
    stopSeconds: 10,
    startSeconds: 3,
    sentence:
      "Requests fail for up to 10 seconds until the old version has stopped, and then about 3 seconds until the new one answers, as long as the last ones took.",
  });
});

test("a start that nobody has seen is not guessed", () => {
  const told = interruptionOf({ procedure: "replace", stopGraceSeconds: 1, lastStartsMs: [] });
  expect(told).toMatchObject({ startSeconds: null, sentence: expect.stringContaining("not known yet") });
  expect(told?.sentence).toContain("1 second until");
});
