import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cancelled, outcomeOf } from "../../runner/src/outcome.ts";
import { ask } from "../support/ask.ts";
import { containersOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import {
  aReleaseWorld,
  type DeployPayload,
  type ReleaseWorld,
  type RunOptions,
  type TestApplication,
} from "./release-world.ts";

let world: ReleaseWorld;
let application: TestApplication;
let first: string;

beforeAll(async () => {
  world = await aReleaseWorld({ servers: [{ diskBytes: 2_500_000_000 }] });
  application = await world.anApplication("shop");
  const payload = await application.deployPayload(await readFixture("healthy"));
  const { result, log, error } = await world.run(payload);
  if (result?.kind !== "deploy") throw new Error(log, { cause: error });
  first = result.commit?.sha ?? "";
});
afterAll(() => world?.stop());

/** Runs one deployment while somebody asks the application all the time. */
async function deployWatched(payload: DeployPayload, options?: RunOptions) {
  const watch = watchAnswers({ host: application.host, ip: world.lab.server(0).host });
  const run = await world.run(payload, options);
  const { failed, commits } = await watch.stop();
  const step = run.steps.findLast(({ status }) => status === "failed")?.step ?? null;
  const signal = options?.signal ?? new AbortController().signal;
  return { ...run, failed, commits, outcome: outcomeOf(run.error, { step, signal }) };
}

const imagesOf = async (deployment: string) => {
  const { stdout } = await world.lab.server(0).exec(["docker", "images", "--format", "{{.Tag}}"]);
  return stdout.split("\n").filter((tag) => tag === deployment.replace("_", "-"));
};

async function expectUntouched(payload: DeployPayload, { failed, commits }: { failed: string[]; commits: string[] }) {
  expect(failed).toEqual([]);
  expect(commits.at(-1)).toBe(first);
  expect(await containersOf(world.lab.server(0), payload.spec.deployment)).toEqual([]);
  expect(await imagesOf(payload.spec.deployment)).toEqual([]);
}

describe("a version that cannot serve", () => {
  test.each([
    ["never-healthy", { class: "never-ready", step: "ready" }, /500/],
    ["crash-after-2s", { class: "crashed", step: "drain" }, /queue lost/],
    ["wrong-port", { class: "wrong-port", step: "ready" }, /listens on .*4000/],
    ["loopback-only", { class: "loopback-only", step: "ready" }, /listens on 127\.0\.0\.1:3000/],
    ["bad-dockerfile", { class: "build-failed", step: "build" }, /./],
    ["fills-disk", { class: "disk-full", step: "build" }, /no space left/i],
  ])("%s: the old one serves throughout, nothing is left, the cause is told", async (fixture, cause, evidence) => {
    const payload = await application.deployPayload(await readFixture(fixture));
    const run = await deployWatched(payload);
    expect(run.outcome).toMatchObject({ kind: "failed", cause });
    const { evidence: lines = [], nextAction = "" } = run.outcome && "cause" in run.outcome ? run.outcome.cause : {};
    expect(lines.join("\n")).toMatch(evidence);
    expect(nextAction).not.toBe("");
    await expectUntouched(payload, run);
  });

  test("a container that cannot be started says which program is missing", async () => {
    const payload = await application.deployPayload(await readFixture("healthy"), (spec) => ({
      ...spec,
      container: { ...spec.container, command: "no-such-program --port 3000" },
    }));
    const run = await deployWatched(payload);
    expect(run.outcome).toMatchObject({ kind: "failed", cause: { class: "crashed" } });
    await expectUntouched(payload, run);
  });
});

test("a cancel in the middle of a build stops the build itself and leaves nothing", async () => {
  const slow = 'FROM node:24-alpine\nRUN echo begun && sleep 321\nCMD ["node"]\n';
  const payload = await application.deployPayload({ Dockerfile: slow });
  const controller = new AbortController();
  const onStep: RunOptions["onStep"] = ({ step, status }) => {
    if (step === "build" && status === "started")
      world.tools.clock.after(2_000, () => controller.abort(new Cancelled()));
  };
  const run = await deployWatched(payload, { signal: controller.signal, onStep });
  expect(run.outcome).toEqual({ kind: "cancelled" });
  await expectUntouched(payload, run);
  const { stdout } = await world.lab.server(0).exec(["ps", "-eo", "args"]);
  expect(stdout).not.toContain("sleep 321");
});

test("values of variables arrive byte for byte, and in no image and no log", async () => {
  const values: Record<string, string> = {
    BCRYPT: "$2a$12$abcdefghijklmnopqrstuv",
    QUOTES: `a'b"c\`d`,
    HASH: "#x not a comment",
    SPACES: "  trailing and leading  ",
    PEM: "-----BEGIN CERTIFICATE-----\nMIIBszCCARyg\n-----END CERTIFICATE-----\n",
    BRACES: "${HOME} $(id) {env.SECRET}",
    EMOJI: "schlüssel 🔑 ключ",
    LONG: "x".repeat(32_768),
    EMPTY: "",
  };
  const payload = await application.deployPayload(await readFixture("healthy"), (spec) => ({
    ...spec,
    env: Object.keys(values).map((key) => ({ key, scope: "runtime" as const, argument: "plain" as const })),
  }));
  const { result, log } = await world.run(payload, { secrets: { env: values } });
  expect(result).toMatchObject({ kind: "deploy" });
  for (const [key, value] of Object.entries(values)) {
    expect(await readVariable(key)).toBe(value);
    if (value.length > 6) expect(log).not.toContain(value);
  }
  const { stdout } = await world.lab
    .server(0)
    .exec(["docker", "history", "--no-trunc", result?.kind === "deploy" ? result.image : ""]);
  expect(stdout).not.toContain(values.BCRYPT);
});

async function readVariable(key: string): Promise<string> {
  return (await ask({ host: application.host, ip: world.lab.server(0).host, path: `/env/${key}` })).body;
}
