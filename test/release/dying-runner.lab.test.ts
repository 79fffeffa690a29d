import type { WorkloadSpec } from "@fairlead/runner/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LeaseLost } from "../../runner/src/outcome.ts";
import { runningOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import { aReleaseWorld, type ReleaseWorld, type TestApplication } from "./release-world.ts";
import { dieAt, usualDeaths } from "./usual-deaths.ts";

let world: ReleaseWorld;
let application: TestApplication;
let files: Record<string, string | Buffer>;
let round = 0;

beforeAll(async () => {
  world = await aReleaseWorld();
  application = await world.anApplication("shop");
  files = await readFixture("healthy");
  const { result, log, error } = await world.run(await application.deployPayload(files));
  if (!result) throw new Error(log, { cause: error });
});
afterAll(() => world?.stop());

const prepared = (spec: WorkloadSpec): WorkloadSpec => ({
  ...spec,
  container: { ...spec.container, releaseCommand: "echo prepared", postDeployCommand: "echo followed" },
});

describe.each(usualDeaths("overlap"))("a runner that dies in $step, $moment $effect", (death) => {
  test("costs no request, and the next attempt ends with the new version alone", async () => {
    const payload = await application.deployPayload({ ...files, "version.txt": `round ${++round}\n` }, prepared);
    const watch = watchAnswers({ host: application.host, ip: world.lab.server(0).host });
    const died = await world.run(payload, { failpoints: dieAt(death) });
    expect(died.error).toBeInstanceOf(LeaseLost);
    const { result, error } = await world.run(payload, { attempt: 2 });
    const { failed, commits } = await watch.stop();
    expect(error).toBeUndefined();
    expect(result).toMatchObject({ kind: "deploy", commit: { sha: commits.at(-1) } });
    expect(failed).toEqual([]);
    const running = await runningOf(world.lab.server(0), application.id);
    expect(running.map(({ labels }) => labels["fairlead.deployment"])).toEqual([payload.spec.deployment]);
  });
});
