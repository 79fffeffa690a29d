import { expect, test } from "vitest";
import { lookAt } from "./application-look.ts";

const now = Date.UTC(2026, 0, 2, 12);
const minutesAgo = (count: number) => now - count * 60_000;
const seen = (stateObservedAt: number | null, state: "running" | "crashed" | "stopped" = "running") =>
  lookAt({ state, latestStatus: "succeeded", stateObservedAt }, now);

test("what was seen running just now is told as running", () => {
  expect(seen(minutesAgo(1))).toEqual({ signal: "ok", label: "Running" });
});

test.each([
  [minutesAgo(16), "Running, 16 min ago"],
  [minutesAgo(3 * 60), "Running, 3 h ago"],
  [null, "Running, not seen since"],
])("what nobody looked at since is told with its age and never as good", (at, label) => {
  expect(seen(at)).toEqual({ signal: "idle", label });
});

test.each(["crashed", "stopped"] as const)("what was found %s is told as it is, however long ago", (state) => {
  expect(seen(minutesAgo(600), state).label).not.toContain("ago");
});
