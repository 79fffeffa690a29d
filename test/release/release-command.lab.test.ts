import type { ContainerSettings } from "@fairlead/runner/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cancelled, LeaseLost, StepFailed } from "../../runner/src/outcome.ts";
import { runningOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import { until } from "../support/until.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import { aReleaseWorld, type ReleaseWorld, type RunOptions, type TestApplication } from "./release-world.ts";

let world: ReleaseWorld;
let application: TestApplication;
let files: Record<string, string | Buffer>;
let round = 0;

beforeAll(async () => {
  world = await aReleaseWorld();
  application = await world.anApplication("shop");
  files = await readFixture("healthy");
  const { log, error } = await deploy({});
  if (error) throw new Error(log, { cause: error });
});
afterAll(() => world?.stop());

const orderOf = (container: Partial<ContainerSettings>) =>
  application.deployPayload({ ...files, "version.txt": `round ${++round}\n` }, (spec) => ({
    ...spec,
    container: { ...spec.container, ...container },
    env: [{ key: "GREETING", scope: "runtime", argument: "plain" }],
  }));
const secrets = { env: { GREETING: "good morning" } };
const deploy = async (container: Partial<ContainerSettings>, options: RunOptions = {}) =>
  world.run(await orderOf(container), { secrets, ...options });
const docker = async (...command: string[]) => (await world.lab.server(0).exec(["docker", ...command])).stdout;
const allOf = async () =>
  (await docker("ps", "--all", "--format", "{{.Names}}", "--filter", `label=fairlead.application=${application.id}`))
    .split("\n")
    .filter((name) => name.endsWith("-command"));

test("it runs in the new image with the application's variables, and what it prints is in the log, all of it", async () => {
  const releaseCommand =
    'test "$GREETING" = "good morning" && echo greeted; cat version.txt; i=0; while [ $i -lt 5000 ]; do echo "row $i"; i=$((i+1)); done; echo wrong >&2';
  const { log, error } = await deploy({ releaseCommand });
  expect(error).toBeUndefined();
  for (const line of ["greeted", `round ${round}`, "row 0\n", "row 4999\n", "wrong"]) expect(log).toContain(line);
  expect(log).toMatch(/The release command has ended well after/);
  expect(await allOf()).toEqual([]);
});

describe("when it does not end well", () => {
  test.each([
    ["fails", { releaseCommand: "echo no such table; exit 7" }, "failed with exit code 7"],
    ["is no program", { releaseCommand: "no-such-program" }, "names a program that the image does not have"],
    [
      "hangs",
      { releaseCommand: "echo waiting; sleep 600", releaseTimeoutSeconds: 2, stopGraceSeconds: 1 },
      "after 2 s",
    ],
    ["needs too much memory", { releaseCommand: "tail /dev/zero", memoryBytes: 67_108_864 }, "limit of 64 MiB"],
  ])(
    "because it %s, the deployment says so, and the old version answers every request",
    async (_what, container, words) => {
      const before = await runningOf(world.lab.server(0), application.id);
      const watch = watchAnswers({ host: application.host, ip: world.lab.server(0).host });
      const { error } = await deploy(container);
      const { failed } = await watch.stop();
      expect(error).toBeInstanceOf(StepFailed);
      expect(String((error as StepFailed).failure.sentence)).toContain(words);
      expect(failed).toEqual([]);
      expect(await runningOf(world.lab.server(0), application.id)).toEqual(before);
      expect(await allOf()).toEqual([]);
    },
  );

  test("because the deployment is cancelled, it is asked to end, and is gone", async () => {
    const controller = new AbortController();
    const order = deploy(
      { releaseCommand: "echo waiting; sleep 600", stopGraceSeconds: 1 },
      { signal: controller.signal },
    );
    await until("the command to run", async () => (await allOf())[0]);
    controller.abort(new Cancelled());
    expect((await order).error).toBeInstanceOf(Cancelled);
    expect(await allOf()).toEqual([]);
  });
});

test("a runner that dies while it runs leaves it running, and the next attempt joins it: it ran once", async () => {
  const payload = await orderOf({ releaseCommand: "echo begun; sleep 3; echo finished" });
  const died = await world.run(payload, {
    secrets,
    failpoints: {
      hit: async ({ effect, moment }) => {
        if (effect === "run-command" && moment === "after") throw new LeaseLost("the process is gone");
      },
    },
  });
  expect(died.error).toBeInstanceOf(LeaseLost);
  const [name = ""] = await allOf();
  const { log, error } = await world.run(payload, { secrets, attempt: 2 });
  expect(error).toBeUndefined();
  expect(name).not.toBe("");
  expect(log).toContain("An earlier attempt began it");
  expect(log.match(/^.*begun$/gm)).toHaveLength(1);
  expect(log).toContain("finished");
  expect(await allOf()).toEqual([]);
});
