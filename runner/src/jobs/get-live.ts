import type { Driver } from "../drivers/driver.ts";
import { StepFailed } from "../outcome.ts";
import { type ObservedContainer, roleOf } from "../plan/observed.ts";
import { planRepair } from "../plan/plan-deployment.ts";

/** The release that serves; one that lost its name on the way gets it back. */
export async function getLive(driver: Driver, application: string): Promise<ObservedContainer> {
  const observed = await driver.observe(application);
  const live = observed.find((each) => roleOf(each) === "live");
  if (live) return live;
  const repair = planRepair(application, observed);
  if (!repair) throw new StepFailed(nothingThere);
  await driver.restoreLiveName(repair.container);
  return repair.container;
}

const nothingThere = {
  class: "invalid-spec" as const,
  step: null,
  sentence: "There is no release of this application on the server.",
  evidence: [],
  nextAction: "Deploy the application first.",
};
