import type { DeploymentStatus, ResourceState } from "@fairlead/runner/contract";
import { describe, expect, test } from "vitest";
import { deploymentLines, rollUp, stateLines } from "./roll-up.ts";

describe("a deployment", () => {
  test.each<DeploymentStatus>([
    "queued",
    "running",
    "live",
    "cancelling",
    "succeeded",
    "failed",
    "cancelled",
    "superseded",
  ])("with one target is what it is there: %s", (status) => {
    expect(rollUp(deploymentLines, [status])).toBe(status);
  });

  test.each<[string, DeploymentStatus[], DeploymentStatus]>([
    ["waits while nobody has begun", ["queued", "queued"], "queued"],
    ["runs while one target waits and another has it", ["succeeded", "queued"], "running"],
    ["runs while one target waits and another failed", ["failed", "queued"], "running"],
    ["runs while one target works and another serves it", ["live", "running"], "running"],
    ["serves when all that is left is to put away the old one", ["live", "succeeded"], "live"],
    ["serves where it can when another target failed", ["live", "failed"], "live"],
    ["is being cancelled while any target is", ["cancelling", "succeeded"], "cancelling"],
    ["is being cancelled while another one runs on", ["running", "cancelling"], "cancelling"],
    ["succeeds when all targets did", ["succeeded", "succeeded", "succeeded"], "succeeded"],
    ["fails when one of two did", ["succeeded", "failed"], "failed"],
    ["fails when one did and another was cancelled", ["cancelled", "failed"], "failed"],
    ["was cancelled when one target was", ["succeeded", "cancelled"], "cancelled"],
    ["was superseded when a newer one took its place somewhere", ["succeeded", "superseded"], "superseded"],
  ])("%s", (_rule, targets, status) => {
    expect(rollUp(deploymentLines, targets)).toBe(status);
    expect(rollUp(deploymentLines, targets.toReversed())).toBe(status);
  });

  test("without a target is nothing", () => {
    expect(rollUp(deploymentLines, [])).toBeUndefined();
  });
});

test.each<[string, ResourceState[], ResourceState]>([
  ["runs when it does everywhere", ["running", "running"], "running"],
  ["is gone when one server has lost it", ["running", "gone"], "gone"],
  ["is crashed when it is on one server", ["crashed", "running"], "crashed"],
  ["is unknown while nobody knows of one server", ["running", "unknown"], "unknown"],
  ["runs when a server was added that has nothing yet", ["running", "new"], "running"],
  ["is new where nothing ever ran", ["new", "new"], "new"],
  ["is what it is elsewhere while it leaves a server", ["running", "removing"], "running"],
])("an application %s", (_rule, targets, state) => {
  expect(rollUp(stateLines, targets)).toBe(state);
});
