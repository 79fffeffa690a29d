import { describe, expect, test } from "vitest";
import type { ProcedureName } from "../../contract/index.ts";
import { Cancelled, LeaseLost } from "../outcome.ts";
import { createDeployWorld, type DeployWorld, type PushOptions } from "../testing/deploy-world.ts";
import { ownProcedures } from "./registry.ts";

async function aRunningResource(procedure: ProcedureName = "overlap"): Promise<DeployWorld> {
  const world = createDeployWorld({ procedure });
  await world.push(1);
  return world;
}
const commandsOf = ({ server }: DeployWorld) =>
  server.containers.filter(({ role }) => role === "post-deploy-command").map(({ release }) => release.number);
const dying = (moment: "before" | "after", effect?: string): PushOptions["failpoints"] => ({
  hit: async (point) => {
    if (point.step === "post-deploy-command" && point.moment === moment && point.effect === effect)
      throw new LeaseLost("killed");
  },
});

describe.each(ownProcedures)("the command after a deployment by %s", (procedure) => {
  test("runs once the new version serves alone, and tells what it printed", async () => {
    const world = await aRunningResource(procedure);
    const served: unknown[] = [];
    const { steps, log, result } = await world.push(2, {
      version: { postDeployCommand: { prints: ["cache is empty"] } },
      onStep: ({ step, status }) => {
        if (step === "post-deploy-command" && status === "started") served.push(world.serving(), world.running());
      },
    });
    expect(served).toEqual([2, [2]]);
    expect(steps.at(-1)).toMatchObject({ step: "post-deploy-command", status: "passed" });
    expect(log.join("\n")).toContain("cache is empty");
    expect(result).toMatchObject({ kind: "deploy", warnings: [] });
  });

  test.each([
    ["fails", { exit: { exitCode: 2 }, prints: ["Error: no such cache"] }, "failed with exit code 2"],
    ["never ends", { hangs: true }, "had not ended after 600 seconds"],
    ["is no program of the image", { exit: { exitCode: 127 } }, "names a program that the image does not have"],
  ])("that %s is told with its step and as a warning, and the new version serves on", async (_what, command, words) => {
    const world = await aRunningResource(procedure);
    const { steps, result } = await world.push(2, { version: { postDeployCommand: command } });
    expect(steps.at(-1)).toMatchObject({ step: "post-deploy-command", status: "failed" });
    expect(result).toMatchObject({ kind: "deploy", warnings: [expect.stringContaining(words)] });
    expect([world.serving(), world.running()]).toEqual([2, [2]]);
  });

  test("that a cancelled deployment was running is stopped, and the new version serves on", async () => {
    const world = await aRunningResource(procedure);
    const controller = new AbortController();
    const { result } = await world.push(2, {
      version: { postDeployCommand: { hangs: true } },
      signal: controller.signal,
      onStep: ({ step, status }) => {
        if (step === "post-deploy-command" && status === "started") controller.abort(new Cancelled());
      },
    });
    expect(result).toMatchObject({ kind: "deploy", warnings: [expect.stringContaining("it was cancelled")] });
    expect(world.running()).toEqual([2]);
  });

  test.each([
    ["after it was made", dying("after", "make-command")],
    ["after it was begun", dying("after", "run-command")],
    ["after it had ended", dying("after")],
  ])("is run once when the runner dies %s", async (_when, failpoints) => {
    const world = await aRunningResource(procedure);
    expect((await world.push(2, { failpoints })).error).toBeInstanceOf(LeaseLost);
    const { result, steps } = await world.push(2, { attempt: 2 });
    expect(result).toMatchObject({ kind: "deploy", warnings: [] });
    expect(steps.at(-1)).toMatchObject({ step: "post-deploy-command", status: "passed" });
    expect(commandsOf(world)).toEqual([2]);
  });

  test("is not run again by an attempt that only was not heard to have ended", async () => {
    const world = await aRunningResource(procedure);
    await world.push(2);
    const { log } = await world.push(2, { attempt: 2 });
    expect(log.join("\n")).toContain("An earlier attempt began it");
    expect(commandsOf(world)).toEqual([2]);
  });

  test("leaves its container to the next deployment, which takes it away", async () => {
    const world = await aRunningResource(procedure);
    await world.push(2);
    await world.push(3);
    expect(commandsOf(world)).toEqual([3]);
    await world.reconcile(3);
    expect(commandsOf(world)).toEqual([]);
  });
});

test("a command after a deployment of a platform runs once as well", async () => {
  const world = await aRunningResource("hand-over");
  expect((await world.push(2, { failpoints: dying("after") })).error).toBeInstanceOf(LeaseLost);
  const { result, log } = await world.push(2, { attempt: 2 });
  expect(result).toMatchObject({ kind: "deploy" });
  expect(log.join("\n")).toContain("An earlier attempt began it");
  expect(commandsOf(world)).toEqual([2]);
});
