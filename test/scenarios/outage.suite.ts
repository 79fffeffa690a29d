import type { DeployStepName, ProcedureName } from "@fairlead/runner/contract";
import { describe, expect, test } from "vitest";
import type { DeploymentView } from "../support/deployments.ts";
import { attemptsOf } from "../support/log-pages.ts";
import { until } from "../support/until.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import type { MatrixWorld } from "./matrix-world.ts";

/** The control plane dies when this step was told, and is away for so long. */
export type Outage = { procedure: ProcedureName; step: DeployStepName; awayMs: number };

const nameOf = ({ procedure, step, awayMs }: Outage) =>
  `${procedure}: the control plane is killed when ${step} was told, for ${awayMs / 1_000} s`;

/** Kills the control plane in the middle of deployments. */
export function outages(all: readonly Outage[], at: () => MatrixWorld): void {
  describe.each(all.map((each): [string, Outage] => [nameOf(each), each]))("%s", (_name, given) => {
    const { procedure, step, awayMs } = given;

    test("the runner goes on by itself, and the new version serves alone at the end", async () => {
      const matrix = at();
      const { world } = matrix;
      const { controlPlane } = world;
      const subject = matrix.subjectOf(procedure);
      const watch = watchAnswers(subject);
      const push = await matrix.push(subject, "slow");
      const { id } = await world.deploymentOf(subject, push.after);
      const isTold = async () => {
        const { steps } = await controlPlane.api.get<DeploymentView>(`/deployments/${id}`);
        return steps.some(({ name }) => name === step) ? true : undefined;
      };
      await until(`${step} to be told`, isTold, { withinMs: 60_000, everyMs: 20 });
      await controlPlane.kill();
      // allow tests: the length of the outage is what is tested, there is no condition to wait for
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      await controlPlane.start();
      const deployment = await world.ended(subject, push.after);
      expect(deployment).toMatchObject({ status: "succeeded", cause: null });
      subject.serves = deployment;
      await matrix.expectServing(subject);
      const { failed, commits } = await watch.stop();
      expect(commits.at(-1)).toBe(deployment.commit);
      if (procedure === "overlap") expect(failed).toEqual([]);
      for (const sequence of await attemptsOf(controlPlane.api, id))
        expect(sequence).toEqual(sequence.map((_, index) => index));
    });
  });
}
