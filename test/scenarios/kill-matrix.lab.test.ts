import { deploySteps } from "@fairlead/runner/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runningOf } from "../support/containers.ts";
import { attemptsOf } from "../support/log-pages.ts";
import { until } from "../support/until.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";

let world: World;
let application: WorldApplication;
let round = 0;

beforeAll(async () => {
  world = await aWorld({ servers: 1 });
  application = await world.anApplication({ fixture: "healthy", name: "shop" });
  const push = await world.push(application, { "version.txt": "first\n" });
  expect(await world.ended(application, push.after)).toMatchObject({ status: "succeeded" });
});
afterAll(() => world?.stop());

// Every step of the deployment, so a step added to the list is covered from its first day.
const boundaries = deploySteps.flatMap(({ name }) => [`${name}:before`, `${name}:after`]);

describe.each(boundaries)("when the runner is killed at %s", (boundary) => {
  test("the site keeps answering and the new version is the only one at the end", async () => {
    const { runner } = world;
    await runner.halt();
    runner.start({ FAIRLEAD_ENABLE_FAILPOINTS: "1", FAIRLEAD_FAILPOINT: `${boundary}:kill` });
    const watch = watchAnswers(application);
    const push = await world.push(application, { "version.txt": `round ${++round}\n` });
    await until("the runner to die at the failpoint", async () => (runner.program().isRunning() ? undefined : true), {
      withinMs: 60_000,
    });
    runner.start();

    const deployment = await world.ended(application, push.after);
    const { failed, commits } = await watch.stop();
    expect(deployment).toMatchObject({ status: "succeeded", cause: null });
    expect(failed).toEqual([]);
    expect(commits.at(-1)).toBe(push.after);
    const running = await runningOf(world.lab.server(0), application.id);
    expect(running.map(({ labels }) => labels["fairlead.deployment"])).toEqual([deployment.id]);
    for (const sequence of await attemptsOf(world.controlPlane.api, deployment.id)) {
      expect(sequence).toEqual(sequence.map((_, index) => index));
    }
  });
});
