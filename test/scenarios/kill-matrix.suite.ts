import { deploySteps } from "@fairlead/runner/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stepEffects } from "../../runner/src/steps/effects.ts";
import { runningOf } from "../support/containers.ts";
import { attemptsOf } from "../support/log-pages.ts";
import { until } from "../support/until.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";

// These happen only when an earlier attempt left something, or when routes changed; the engine's own tests break them too.
const conditional = new Set(["repair", "clean", "routes"]);

// Generated from the steps and their effects, so that a new one is covered from its first day.
const boundaries = [
  ...deploySteps.flatMap(({ name }) => [
    `${name}:before`,
    ...stepEffects[name]
      .filter((effect) => !conditional.has(effect))
      .flatMap((effect) => [`${name}:before:${effect}`, `${name}:after:${effect}`]),
  ]),
  `${deploySteps.at(-1)?.name}:after`,
];

/** Every second boundary of the matrix, in a world of its own. */
export function killMatrix(half: 0 | 1): void {
  let world: World;
  let application: WorldApplication;
  let round = 0;

  beforeAll(async () => {
    world = await aWorld({ servers: 1 });
    application = await world.anApplication({ fixture: "healthy", name: "shop" });
    // As many releases as are kept, so that each further deployment has an old one to remove.
    for (const version of ["one", "two", "three", "four"]) {
      const push = await world.push(application, { "version.txt": `${version}\n` });
      expect(await world.ended(application, push.after)).toMatchObject({ status: "succeeded" });
    }
  });
  afterAll(() => world?.stop());

  describe.each(boundaries.filter((_, index) => index % 2 === half))("when the runner is killed at %s", (boundary) => {
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
}
