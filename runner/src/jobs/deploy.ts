import { StepFailed } from "../outcome.ts";
import type { Release } from "../plan/names.ts";
import { runProcedure } from "../procedures/run-procedure.ts";
import type { DeployContext } from "../steps/deploy-context.ts";
import { openTarget } from "../targets/open-target.ts";
import { gitSettingsOf } from "./git-settings-of.ts";
import type { JobRunner } from "./job-runner.ts";

/** Brings one deployment onto its server. */
export const deploy: JobRunner<"deploy"> = ({ tools, context, payload }) => {
  const { journal, secrets } = context;
  const { spec, target, routes } = payload;
  const { team, application: resource, deployment, number } = spec;
  const release: Release = { team, resource, deployment, number, attempt: context.lease.attempt };
  const prepared: DeployContext = {
    ...context,
    payload,
    release,
    clock: tools.clock,
    warnings: [],
    unnamedVolumes: [],
    openTarget: (signal) =>
      openTarget(tools, { target, effect: journal.effect, proxy: routes ? "caddy" : "none", signal }),
    fetchSource: async (signal) => {
      if (spec.source.kind !== "git") throw new StepFailed(noSource);
      const settings = await gitSettingsOf({ ...payload, git: spec.source }, secrets, tools);
      return tools.sources.fetch(settings, { ref: spec.source.ref, commit: spec.source.commit, signal });
    },
  };
  return runProcedure(prepared);
};

const noSource = {
  class: "invalid-spec" as const,
  step: null,
  sentence: "The deployment has no repository to fetch.",
  evidence: [],
  nextAction: "Choose a source in the settings and deploy again.",
};
