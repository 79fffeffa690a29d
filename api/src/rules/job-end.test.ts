import type { Cause } from "@fairlead/runner/contract";
import { expect, test } from "vitest";
import { type EndingJob, endByDeadline, endByLostLease, endByOutcome } from "./job-end.ts";

const job: EndingJob = {
  kind: "deploy",
  attempt: 1,
  maxAttempts: 3,
  lastStep: "build",
  lastStepClass: "idempotent",
  cancelRequestedAt: null,
  deploymentStatus: "running",
};
const cause: Cause = { class: "internal", step: null, sentence: "It broke.", evidence: [], nextAction: "Try again." };

test("a failed build is final and tells its cause", () => {
  const end = endByOutcome(job, { kind: "failed", cause });
  expect(end).toEqual({ again: false, state: "failed", deployment: "failed", cause, reconcile: false });
});

test("a fault of ours waits longer before each further attempt", () => {
  const delays = [1, 2].map((attempt) => endByOutcome({ ...job, attempt }, { kind: "fault", cause }));
  expect(delays).toEqual([
    { again: true, delayMs: 10_000 },
    { again: true, delayMs: 20_000 },
  ]);
});

test("a fault at the last attempt fails and has the target looked at", () => {
  const end = endByOutcome({ ...job, attempt: 3 }, { kind: "fault", cause });
  expect(end).toMatchObject({ again: false, state: "failed", cause, reconcile: true });
});

test("a fault of a job that was asked to stop is a cancel, not a retry", () => {
  expect(endByOutcome({ ...job, cancelRequestedAt: 5 }, { kind: "fault", cause })).toMatchObject({
    state: "cancelled",
    reconcile: true,
  });
});

test("a failure after the traffic moved has the target looked at", () => {
  expect(endByOutcome({ ...job, deploymentStatus: "live" }, { kind: "failed", cause })).toMatchObject({
    deployment: "failed",
    reconcile: true,
  });
});

test("a runner stopped after the traffic moved never calls the deployment cancelled", () => {
  expect(endByOutcome({ ...job, deploymentStatus: "live" }, { kind: "cancelled" })).toMatchObject({
    deployment: "failed",
    reconcile: true,
  });
});

test("a lost job whose last step may run twice is queued again at once", () => {
  expect(endByLostLease(job, "gone")).toEqual({ again: true, delayMs: 0 });
  expect(endByLostLease({ ...job, lastStep: null, lastStepClass: null }, "gone")).toEqual({ again: true, delayMs: 0 });
});

test.each([
  { ...job, lastStepClass: "one-shot" },
  { ...job, attempt: 3 },
])("a job that may not run again is lost and has the target looked at", (given) => {
  expect(endByLostLease(given, "gone")).toMatchObject({ state: "lost", deployment: "failed", reconcile: true });
});

test("a deadline names the minutes and the step it was in", () => {
  const end = endByDeadline(job, 3_600_000);
  expect(end).toMatchObject({ state: "failed", cause: { class: "timed-out", step: "build" } });
  expect(end.again ? "" : end.cause?.sentence).toContain("60 minutes; the last step was build");
});
