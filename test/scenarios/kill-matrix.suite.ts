import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runningOf } from "../support/containers.ts";
import { attemptsOf } from "../support/log-pages.ts";
import { until } from "../support/until.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";
import type { Deaths } from "./kill-matrix.deaths.ts";

/** Kills the runner at each of these, in a world of their own. */
export function killMatrix(deaths: readonly Deaths[]): void {
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

  const die = async (place: string) => {
    world.runner.start({ FAIRLEAD_ENABLE_FAILPOINTS: "1", FAIRLEAD_FAILPOINT: `${place}:kill` });
    const isDead = async () => (world.runner.program().isRunning() ? undefined : true);
    await until(`the runner to die at ${place}`, isDead, { withinMs: 60_000 });
  };

  const rows = deaths.map((each): [string, Deaths] => [each.places.join(", then at "), each]);
  describe.each(rows)("when the runner is killed at %s", (_name, { places, withNewDomain }) => {
    test("the site keeps answering and the new version is the only one at the end", async () => {
      await world.runner.halt();
      const watch = watchAnswers(application);
      const host = world.lab.domain(0, `round-${++round}`);
      if (withNewDomain)
        await world.controlPlane.api.post(`/applications/${application.id}/domains`, { host, scheme: "http" });
      const push = await world.push(application, { "version.txt": `round ${round}\n` });
      for (const place of places) await die(place);
      world.runner.start();

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
      if (withNewDomain)
        await until(`${host} to be served`, async () =>
          (await world.ask({ ...application, host })).status === 200 ? true : undefined,
        );
    });
  });
}
