import { describe, expect, test } from "vitest";
import { attemptsOf } from "../support/log-pages.ts";
import { until } from "../support/until.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import { type Deaths, nameOf } from "./kill-matrix.deaths.ts";
import type { MatrixWorld } from "./matrix-world.ts";

/** Kills the runner at each of these. */
export function killMatrix(deaths: readonly Deaths[], at: () => MatrixWorld): void {
  let round = 0;

  const die = async (place: string) => {
    const { runner } = at().world;
    runner.start({ FAIRLEAD_ENABLE_FAILPOINTS: "1", FAIRLEAD_FAILPOINT: `${place}:kill` });
    const isDead = async () => (runner.program().isRunning() ? undefined : true);
    await until(`the runner to die at ${place}`, isDead, { withinMs: 60_000 });
  };

  describe.each(deaths.map((each): [string, Deaths] => [nameOf(each), each]))("%s", (_name, given) => {
    const { procedure, places, withNewDomain = false, isBroken = false } = given;

    test("at the end one version serves, and nothing of the others is left but what is kept", async () => {
      const matrix = at();
      const { world } = matrix;
      const subject = matrix.subjectOf(procedure);
      await world.runner.halt();
      const watch = watchAnswers(subject);
      const host = world.lab.domain(0, `round-${++round}`);
      if (withNewDomain)
        await world.controlPlane.api.post(`/applications/${subject.id}/domains`, { host, scheme: "http" });
      const push = await matrix.push(subject, isBroken ? "broken" : "healthy");
      for (const place of places) await die(place);
      world.runner.start();

      const deployment = await world.ended(subject, push.after);
      if (!isBroken) subject.serves = deployment;
      await matrix.expectServing(subject);
      const { failed, commits } = await watch.stop();
      expect(commits.at(-1)).toBe(subject.serves.commit);
      if (procedure === "overlap") expect(failed).toEqual([]);
      if (isBroken) expect(deployment).toMatchObject({ status: "failed", cause: expect.anything() });
      else expect(deployment).toMatchObject({ status: "succeeded", cause: null });
      if (isBroken && procedure === "replace")
        expect(deployment.cause?.sentence).toContain("The version before it was started again.");
      for (const sequence of await attemptsOf(world.controlPlane.api, deployment.id))
        expect(sequence).toEqual(sequence.map((_, index) => index));
      if (withNewDomain)
        await until(`${host} to be served`, async () =>
          (await world.ask({ ...subject, host })).status === 200 ? true : undefined,
        );
    });
  });
}
