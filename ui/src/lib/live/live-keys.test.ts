import { expect, test } from "vitest";
import { staleKeys } from "./live-keys.ts";

test("a deployment makes itself, its application and every list of both stale", () => {
  expect(staleKeys({ type: "deployment", id: "dep_1", application: "app_1", status: "running" })).toEqual([
    "live:deployments",
    "live:deployment:dep_1",
    "live:resources",
    "live:resource:app_1",
  ]);
});

test("a step reloads only the deployment it belongs to", () => {
  expect(staleKeys({ type: "step", deployment: "dep_1", step: "build", status: "passed" })).toEqual([
    "live:deployment:dep_1",
  ]);
});
