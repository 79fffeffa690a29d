import type { WorkloadSpec } from "@fairlead/runner/contract";
import { ask } from "../support/ask.ts";
import { runningOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import { aReleaseWorld, type ReleaseWorld, type TestApplication } from "./release-world.ts";

const port = 15_000;
const graceSeconds = 2;

/** How long a version takes that is stopped and started by hand, and how long one that comes back after a failed replacement, in ms. */
export interface ComingBack {
  byHand: number[];
  ours: number[];
  /** A sentence for each time that the deployment did not say that the old version is back. */
  unsaid: string[];
}

const withPort = (spec: WorkloadSpec): WorkloadSpec => ({
  ...spec,
  procedure: "replace",
  container: { ...spec.container, stopGraceSeconds: graceSeconds, hostPort: { port, address: "0.0.0.0" } },
  health: spec.health && { ...spec.health, deadlineMs: 1_500 },
});

/**
 * One version with a port of the server. In turns: `docker stop` and `docker start` of it by hand, and a replacement by a version that
 * never answers. Both end when the version answers at its port again; ours begins when the new version is given up.
 */
export async function measureComingBack({ rounds }: { rounds: number }): Promise<ComingBack> {
  const world = await aReleaseWorld();
  try {
    const application = await world.anApplication("shop");
    const first = await world.run(await application.deployPayload(await readFixture("healthy"), withPort));
    if (!first.result) throw new Error(first.log, { cause: first.error });
    const measured: ComingBack = { byHand: [], ours: [], unsaid: [] };
    for (let round = 0; round < rounds; round++) {
      measured.byHand.push(await stopAndStart(world, application));
      const { tookMs, sentence } = await failToReplace(world, application);
      measured.ours.push(tookMs);
      if (!sentence.includes("The version before it was started again.")) measured.unsaid.push(sentence);
    }
    return measured;
  } finally {
    await world.stop();
  }
}

async function stopAndStart(world: ReleaseWorld, { id }: TestApplication): Promise<number> {
  const server = world.lab.server(0);
  const [{ name } = { name: "" }] = await runningOf(server, id);
  const startedAt = performance.now();
  await server.exec(["docker", "stop", "--time", String(graceSeconds), name]);
  await server.exec(["docker", "start", name]);
  await untilItAnswers(world);
  return performance.now() - startedAt;
}

async function failToReplace(world: ReleaseWorld, application: TestApplication) {
  const payload = await application.deployPayload(await readFixture("never-healthy"), withPort);
  let givenUpAt = Number.NaN;
  const { error } = await world.run(payload, {
    onStep: ({ step, status }) => {
      if (step === "ready" && status === "failed") givenUpAt = performance.now();
    },
  });
  await untilItAnswers(world);
  return { tookMs: performance.now() - givenUpAt, sentence: String(error) };
}

/** Only the old version answers with 200: the new one says that it is not healthy. */
async function untilItAnswers(world: ReleaseWorld): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  const asked = { host: "shop.test", ip: world.lab.server(0).host, port, path: "/" };
  while ((await ask(asked).catch(() => undefined))?.status !== 200) {
    if (performance.now() > giveUpAt) throw new Error("the old version does not answer at its port any more");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
