import { type Flipped, StaleRelease } from "../drivers/driver.ts";
import { staleFault } from "./connect.ts";
import type { DeployContext, DeployTarget } from "./deploy-context.ts";
import type { Candidate } from "./start.ts";

/** Gives the traffic to the new version. From here on a deployment goes forward, or back to the old version; it is not cancelled. */
export function flip(
  { journal, release, log }: DeployContext,
  { target, candidate }: { target: DeployTarget; candidate: Candidate },
): Promise<Flipped> {
  return journal.step("flip", async () => {
    try {
      const flipped = await target.driver.flip({ release, candidate: candidate.container });
      log.say(flipped.previous ? "New requests go to the new version now." : "Requests go to the new version now.");
      return flipped;
    } catch (error) {
      throw error instanceof StaleRelease ? staleFault(error.newer) : error;
    }
  });
}
