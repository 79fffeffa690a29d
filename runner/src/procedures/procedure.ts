// pure

import type { DeployStepName, ProcedureName, ResultOf, StepOf } from "../../contract/index.ts";
import type { EffectName } from "../journal/effects.ts";
import type { Capabilities } from "../ports/driver.ts";
import type { DeployContext } from "../steps/deploy-context.ts";

/** One way in which a release takes the place of the one before. */
export type Procedure<P extends ProcedureName = ProcedureName> = {
  /** Whether its steps are ours to do, or the platform does what could break between them. */
  rollout: Capabilities["rollout"];
  run: (deploy: DeployContext) => Promise<ResultOf<"deploy">>;
  /** Every change that its steps make outside the runner, in order: the kill matrix is generated from this. */
  effects: Record<StepOf<P>["name"], readonly EffectName[]>;
};

/** What the steps of all procedures do that begin with us. */
export const sharedEffects = {
  connect: ["repair", "remove"],
  fetch: ["mirror"],
  build: ["image"],
  push: ["push"],
  route: ["routes"],
  "release-command": ["make-volume", "make-command", "put-files", "run-command"],
  start: ["make-volume", "create", "put-files", "start"],
  ready: [],
  verify: [],
  drain: [],
  "post-deploy-command": ["make-command", "put-files", "run-command"],
} as const satisfies Partial<Record<DeployStepName, readonly EffectName[]>>;
