import { expect, test } from "vitest";
import { stepLook, stepsInShort, triggerText } from "./deployment-look.ts";

test("a step that never told its end is interrupted once the deployment is over", () => {
  expect(stepLook("started", "running").label).toBe("running");
  expect(stepLook("started", "failed").label).toBe("interrupted");
});

test("a step that ended because somebody cancelled is no failure", () => {
  expect(stepLook("failed", "cancelled")).toEqual({ signal: "idle", label: "cancelled" });
  expect(stepLook("failed", "failed").signal).toBe("bad");
});

test("the trigger names the branch of a push and the person of a deployment by hand", () => {
  expect(triggerText({ trigger: "push", ref: "main", createdBy: null })).toBe("Push to main");
  expect(triggerText({ trigger: "manual", ref: "main", createdBy: { id: "u", name: "Ada" } })).toBe("Deployed by Ada");
  expect(triggerText({ trigger: "rollback", ref: null, createdBy: null })).toBe("Rolled back");
});

test("in one line the steps tell which one it is at, or which one failed", () => {
  const step = (title: string, status: "passed" | "started" | "failed" | "waiting") => ({
    class: "pure" as const,
    finishedAt: null,
    name: title,
    title,
    status,
    note: null,
    startedAt: null,
    durationMs: null,
  });
  const building = [step("Fetch", "passed"), step("Build", "started"), step("Start", "waiting")];
  expect(stepsInShort({ steps: building, status: "running" })).toBe("Step 2 of 3: Build, running");
  const failed = [step("Fetch", "passed"), step("Build", "failed"), step("Start", "waiting")];
  expect(stepsInShort({ steps: failed, status: "failed" })).toBe("Step 2 of 3: Build, failed");
  const done = [step("Fetch", "passed"), step("Build", "passed"), step("Start", "passed")];
  expect(stepsInShort({ steps: done, status: "succeeded" })).toBe("3 steps");
});
