import type { WorkloadSpec } from "@fairlead/runner/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LeaseLost, StepFailed } from "../../runner/src/outcome.ts";
import { ask } from "../support/ask.ts";
import { runningOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import { until } from "../support/until.ts";
import { watchSilence } from "../support/watch-silence.ts";
import { aReleaseWorld, type ReleaseWorld, type TestApplication } from "./release-world.ts";
import { dieAt, usualDeaths } from "./usual-deaths.ts";

const port = 15_000;
let world: ReleaseWorld;
let application: TestApplication;
let files: Record<string, string | Buffer>;
let round = 0;

/** A port of the server, which only one version can have. */
const withPort = (spec: WorkloadSpec): WorkloadSpec => ({
  ...spec,
  procedure: "replace",
  container: {
    ...spec.container,
    releaseCommand: "echo prepared",
    postDeployCommand: "echo followed",
    stopGraceSeconds: 2,
    hostPort: { port, address: "0.0.0.0" },
  },
});
const nextFiles = () => ({ ...files, "version.txt": `round ${++round}\n` });

beforeAll(async () => {
  world = await aReleaseWorld();
  application = await world.anApplication("shop");
  files = await readFixture("healthy");
  const { result, log, error } = await world.run(await application.deployPayload(files, withPort));
  if (!result) throw new Error(log, { cause: error });
});
afterAll(() => world?.stop());

const ip = () => world.lab.server(0).host;
const runningNow = async () =>
  (await runningOf(world.lab.server(0), application.id)).map(({ labels }) => labels["fairlead.deployment"]);

const tookOf = (steps: Awaited<ReturnType<ReleaseWorld["run"]>>["steps"], names: string[]) =>
  steps.reduce((sum, { step, durationMs }) => sum + (names.includes(step) ? (durationMs ?? 0) : 0), 0);

/** Of the proxy, which tries again and looks names up anew. */
const followsMs = 6_000;

test("a new version takes the port of the old one, and requests fail only while that is changed", async () => {
  const payload = await application.deployPayload(nextFiles(), withPort);
  const stop = watchSilence({ host: application.host, ip: ip() });
  const { result, steps, error } = await world.run(payload);
  const silentMs = await stop();
  expect(error).toBeUndefined();
  expect(result).toMatchObject({ kind: "deploy" });
  expect(await runningNow()).toEqual([payload.spec.deployment]);
  expect(silentMs).toBeLessThan(tookOf(steps, ["make-room", "start", "ready", "flip"]) + followsMs);
  expect((await ask({ host: application.host, ip: ip(), port, path: "/" })).status).toBe(200);
});

test.each([["never-healthy"], ["crash-after-2s"], ["wrong-port"]])(
  "%s: the old version is back within the time to stop and to start, and the reason says so",
  async (fixture) => {
    const [before] = await runningNow();
    const payload = await application.deployPayload(await readFixture(fixture), withPort);
    const { error, log } = await world.run(payload);
    expect(error).toBeInstanceOf(StepFailed);
    expect(String(error)).toContain("The version before it was started again.");
    expect(log).toMatch(/Started the old version/);
    expect(await runningNow()).toEqual([before]);
    await until("the old version to answer again", async () =>
      (await ask({ host: application.host, ip: ip(), path: "/" })).status === 200 ? true : undefined,
    );
  },
);

describe.each(usualDeaths("replace"))("a runner that dies in $step, $moment $effect", (death) => {
  test("leaves what the next attempt ends with the new version alone", async () => {
    const payload = await application.deployPayload(nextFiles(), withPort);
    expect((await world.run(payload, { failpoints: dieAt(death) })).error).toBeInstanceOf(LeaseLost);
    const { result, error } = await world.run(payload, { attempt: 2 });
    expect(error).toBeUndefined();
    expect(result).toMatchObject({ kind: "deploy" });
    expect(await runningNow()).toEqual([payload.spec.deployment]);
  });

  test("leaves what is put in order by looking alone: one version serves", async () => {
    const payload = await application.deployPayload(nextFiles(), withPort);
    await world.run(payload, { failpoints: dieAt(death) });
    const { application: id, team, deployment } = payload.spec;
    const ordered = await world.run({
      kind: "reconcile",
      target: payload.target,
      application: id,
      team,
      activeDeployment: null,
      lostDeployment: deployment,
    });
    expect(ordered.result).toMatchObject({ kind: "observed", state: "running" });
    expect(await runningNow()).toHaveLength(1);
  });
});
