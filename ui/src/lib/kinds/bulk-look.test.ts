import { expect, test } from "vitest";
import { lookOfBulk, progressOf, titleOfBulk } from "./bulk-look.ts";

const none = { waiting: 0, queued: 0, running: 0, succeeded: 0, failed: 0, skipped: 0 };

test("an operation is called by its tag, or by how many it is about", () => {
  expect(titleOfBulk({ verb: "deploy", tag: "nightly", counts: none })).toBe("Deploy nightly");
  expect(titleOfBulk({ verb: "stop", tag: null, counts: { ...none, queued: 1 } })).toBe("Stop 1 resource");
  expect(titleOfBulk({ verb: "stop", tag: null, counts: { ...none, queued: 2 } })).toBe("Stop 2 resources");
});

test("while it is under way it is that, and afterwards the worst that came of it", () => {
  const counts = { ...none, succeeded: 1, failed: 2, skipped: 3 };
  expect(lookOfBulk({ state: "running", counts }).signal).toBe("busy");
  expect(lookOfBulk({ state: "ended", counts })).toEqual({ signal: "bad", label: "2 failed" });
  expect(lookOfBulk({ state: "ended", counts: { ...counts, failed: 0 } })).toEqual({
    signal: "warn",
    label: "3 skipped",
  });
  expect(lookOfBulk({ state: "ended", counts: { ...none, succeeded: 1 } }).signal).toBe("ok");
});

test("how far it is names only what there is", () => {
  expect(progressOf({ counts: { ...none, queued: 2, succeeded: 1 } })).toBe("1 of 3 ended");
  expect(progressOf({ counts: { ...none, failed: 1, skipped: 1 } })).toBe("2 of 2 ended, 1 failed, 1 skipped");
});
