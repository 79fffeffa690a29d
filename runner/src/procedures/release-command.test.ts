import { describe, expect, test } from "vitest";
import { LeaseLost, StepFailed } from "../outcome.ts";
import { createDeployWorld, type DeployWorld, type PushOptions } from "../testing/deploy-world.ts";

async function aRunningResource(): Promise<DeployWorld> {
  const world = createDeployWorld();
  await world.push(1);
  return world;
}
const commands = ({ server }: DeployWorld) => server.containers.filter(({ role }) => role === "command");
const dying = (step: string, moment: "before" | "after"): PushOptions["failpoints"] => ({
  hit: async (point) => {
    if (point.step === step && point.moment === moment && point.effect === undefined) throw new LeaseLost("killed");
  },
});

describe("a release command", () => {
  test("runs before the new version starts, tells what it printed, and leaves nothing", async () => {
    const world = await aRunningResource();
    const { steps, log } = await world.push(2, { version: { command: { prints: ["12 migrations done"] } } });
    const order = steps.filter(({ status }) => status === "passed").map(({ step }) => step);
    expect(order.indexOf("release-command")).toBe(order.indexOf("start") - 1);
    expect(log.join("\n")).toContain("12 migrations done");
    expect(world.serving()).toBe(2);
    expect(commands(world)).toEqual([]);
  });

  test("that fails ends the deployment with its last lines; the old version never noticed", async () => {
    const world = await aRunningResource();
    const command = { exit: { exitCode: 2 }, prints: ["migrating", "Error: relation users exists"] };
    const { error, steps } = await world.push(2, { version: { command } });
    expect(error).toMatchObject({
      failure: {
        class: "command-failed",
        sentence: expect.stringContaining("exit code 2"),
        evidence: expect.arrayContaining(["Error: relation users exists"]),
      },
    });
    expect(steps.map(({ step }) => step)).not.toContain("start");
    expect([world.serving(), world.running()]).toEqual([1, [1]]);
    expect(world.leftovers(2)).toEqual([]);
  });

  test("that does not end is stopped after its time", async () => {
    const world = await aRunningResource();
    const { error } = await world.push(2, { version: { command: { hangs: true } } });
    expect(error).toBeInstanceOf(StepFailed);
    expect(error).toMatchObject({ failure: { class: "command-failed", sentence: expect.stringContaining("600") } });
    expect(world.leftovers(2)).toEqual([]);
    expect(world.serving()).toBe(1);
  });

  test.each([
    ["a program that the image lacks", { exitCode: 127 }, "names a program that the image does not have"],
    ["more memory than it may have", { exitCode: 137, isOutOfMemory: true }, "needed more than"],
  ])("that needs %s says so", async (_what, exit, words) => {
    const world = await aRunningResource();
    const { error } = await world.push(2, { version: { command: { exit } } });
    expect(error).toMatchObject({ failure: { sentence: expect.stringContaining(words) } });
  });
});

describe("a runner that dies", () => {
  test("after the command had ended does not have it run again", async () => {
    const world = await aRunningResource();
    const killed = await world.push(2, { failpoints: dying("release-command", "after") });
    expect(killed.error).toBeInstanceOf(LeaseLost);
    const [first] = commands(world);
    const { result, log } = await world.push(2, { attempt: 2 });
    expect(result).toMatchObject({ kind: "deploy" });
    expect(log.join("\n")).toContain("An earlier attempt began it");
    expect(first?.release.attempt).toBe(1);
    expect([world.serving(), commands(world)]).toEqual([2, []]);
  });

  test("with what it left behind, the next deployment begins its own", async () => {
    const world = await aRunningResource();
    await world.push(2, { failpoints: dying("release-command", "after") });
    const { result, log } = await world.push(3);
    expect(result).toMatchObject({ kind: "deploy" });
    expect(log.join("\n")).not.toContain("An earlier attempt began it");
    expect(commands(world)).toEqual([]);
  });
});

test("one that hangs is nobody's to ask: the old version keeps every request", async () => {
  const world = await aRunningResource();
  const asked: (number | undefined)[] = [];
  await world.push(2, {
    version: { command: { hangs: true } },
    onStep: ({ step, status }) => {
      if (step === "release-command" && status === "failed") asked.push(world.serving());
    },
  });
  expect(asked).toEqual([1]);
});
