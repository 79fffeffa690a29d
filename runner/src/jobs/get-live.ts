import { StepFailed } from "../outcome.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import { planRepair } from "../plan/plan-deployment.ts";
import { type Driver, hasOwnRollouts } from "../ports/driver.ts";

/** The release that serves; one that lost its name on the way gets it back. */
export async function getLive(driver: Driver, resource: string): Promise<ObservedContainer> {
  const observed = await driver.observe(resource);
  const live = observed.find((each) => each.role === "live");
  if (live) return live;
  const repair = planRepair(observed);
  if (!repair || !hasOwnRollouts(driver)) throw new StepFailed(nothingThere);
  await driver.restoreLive(repair);
  return repair;
}

const nothingThere = {
  class: "invalid-spec" as const,
  step: null,
  sentence: "There is no release of it on the server.",
  evidence: [],
  nextAction: "Deploy it first.",
};
