import type { ContainerSettings } from "@fairlead/runner/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LeaseLost } from "../../runner/src/outcome.ts";
import { runningOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
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
  (await docker("ps", "--all", "--format", "{{.Names}}", "--filter", `label=fairlead.resource=${application.id}`))
    .split("\n")
    .filter((name) => name.endsWith("-command"));

test("it runs in the new image with its variables once that alone serves, and reaches it by its network", async () => {
  const live = `live-${application.id.replace("_", "-")}`;
  const postDeployCommand = `test "$GREETING" = "good morning" && echo greeted; cat version.txt; wget -qO- "http://${live}:$PORT/" > /dev/null && echo reached; echo wrong >&2`;
  const { log, error, result } = await deploy({ postDeployCommand });
  expect(error).toBeUndefined();
  for (const line of ["greeted", `round ${round}`, "reached", "wrong"]) expect(log).toContain(line);
  expect(log).toMatch(/The command after the deployment has ended well after/);
  expect(result).toMatchObject({ warnings: [] });
  expect(await runningOf(world.lab.server(0), application.id)).toHaveLength(1);
});

test.each([
  ["fails", { postDeployCommand: "echo no such cache; exit 7" }, "failed with exit code 7"],
  ["is no program", { postDeployCommand: "no-such-program" }, "names a program that the image does not have"],
  [
    "hangs",
    { postDeployCommand: "echo waiting; sleep 600", postDeployTimeoutSeconds: 2, stopGraceSeconds: 1 },
    "not ended after 2 s",
  ],
])(
  "when it %s, every request is answered, and the deployment has succeeded and warns of it",
  async (_how, container, words) => {
    const watch = watchAnswers({ host: application.host, ip: world.lab.server(0).host });
    const { error, result } = await deploy(container);
    const { failed } = await watch.stop();
    expect(error).toBeUndefined();
    expect(result).toMatchObject({ warnings: [expect.stringContaining(words)] });
    expect(failed).toEqual([]);
    expect(await runningOf(world.lab.server(0), application.id)).toHaveLength(1);
  },
);

test("a runner that dies while it runs leaves it running, and the next attempt joins it: it ran once", async () => {
  const payload = await orderOf({ postDeployCommand: "echo begun; sleep 3; echo finished" });
  const died = await world.run(payload, {
    secrets,
    failpoints: {
      hit: async ({ effect, moment }) => {
        if (effect === "run-command" && moment === "after") throw new LeaseLost("the process is gone");
      },
    },
  });
  expect(died.error).toBeInstanceOf(LeaseLost);
  const { log, error } = await world.run(payload, { secrets, attempt: 2 });
  expect(error).toBeUndefined();
  expect(log).toContain("An earlier attempt began it");
  expect(log.match(/^.*begun$/gm)).toHaveLength(1);
  expect(log).toContain("finished");
});

test("the next deployment takes away what the one before ran, and stops nothing for it", async () => {
  expect(await allOf()).toHaveLength(1);
  const { error } = await deploy({});
  expect(error).toBeUndefined();
  expect(await allOf()).toEqual([]);
});
