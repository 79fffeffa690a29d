import { expect, test } from "vitest";
import { procedures } from "../../../contract/index.ts";
import { StepFailed } from "../../outcome.ts";
import { createDeployWorld } from "../../testing/deploy-world.ts";

const aPlatform = () => createDeployWorld({ procedure: "hand-over" });

test("the platform rolls out, and the deployment tells its steps in their order", async () => {
  const world = aPlatform();
  await world.push(1);
  const { result, steps } = await world.push(2);
  expect(result).toMatchObject({ kind: "deploy", commit: { subject: "Release 2" } });
  expect(world.running()).toEqual([2]);
  expect(steps.filter(({ status }) => status === "started").map(({ step }) => step)).toEqual(
    procedures["hand-over"].map(({ name }) => name),
  );
});

test("a version that the platform gives up leaves the one before, and its reason is told", async () => {
  const world = aPlatform();
  await world.push(1);
  const { error } = await world.push(2, { isGivenUp: true });
  expect(error).toBeInstanceOf(StepFailed);
  expect(world.running()).toEqual([1]);
});

test("an older deployment that comes late is refused and touches nothing", async () => {
  const world = aPlatform();
  await world.push(3);
  expect((await world.push(2)).error).toBeDefined();
  expect(world.running()).toEqual([3]);
});

test("a deployment that was frozen for a platform does not run without one", async () => {
  const world = createDeployWorld();
  const { error } = await world.push(1, { procedure: "hand-over" });
  expect(error).toMatchObject({ failure: { sentence: expect.stringContaining("has none") } });
});
