import type { Cause, DeploymentStatus } from "@fairlead/runner/contract";
import { expect, test } from "vitest";
import { deploymentEnd } from "./target-end.ts";
import type { TargetResult } from "./target-words.ts";

const cause: Cause = {
  class: "crashed",
  step: "ready",
  sentence: "It died.",
  evidence: [],
  nextAction: "Read its log.",
};
const at = (server: string, status: DeploymentStatus): TargetResult => ({
  server,
  status,
  cause: status === "failed" ? cause : null,
  isServing: status === "succeeded",
  servingNumber: status === "succeeded" ? 2 : 1,
});

test("with one server the deployment ends with it, and a failed one keeps no variables", () => {
  expect(deploymentEnd("running", [at("web-1", "failed")])).toEqual({
    kind: "ends",
    status: "failed",
    cause,
    keepsVariables: false,
  });
});

test("it goes on while another server has not ended", () => {
  expect(deploymentEnd("running", [at("web-1", "succeeded"), at("web-2", "queued")])).toEqual({
    kind: "goes-on",
    status: "running",
  });
});

test("it has failed when one of two servers did, and keeps what the other one would need to be brought level", () => {
  expect(deploymentEnd("running", [at("web-1", "succeeded"), at("web-2", "failed")])).toEqual({
    kind: "ends",
    status: "failed",
    cause: { ...cause, sentence: "web-1 serves this release. web-2 still serves #1: It died." },
    keepsVariables: true,
  });
});

test("it becomes a success when the last server was brought level", () => {
  expect(deploymentEnd("failed", [at("web-1", "succeeded"), at("web-2", "succeeded")])).toEqual({
    kind: "told-anew",
    status: "succeeded",
    cause: null,
  });
});

test("its words change when bringing a server level failed once more", () => {
  expect(deploymentEnd("failed", [at("web-1", "succeeded"), at("web-2", "failed")])).toMatchObject({
    kind: "told-anew",
    status: "failed",
  });
});

test("a success stays one when a server that was added later does not take it", () => {
  expect(deploymentEnd("succeeded", [at("web-1", "succeeded"), at("web-2", "failed")])).toEqual({ kind: "stays" });
});
