import { deployStep } from "../../contract/index.ts";
import { type Flipped, StaleRelease } from "../ports/driver.ts";
import type { Candidate, OwnTarget } from "./candidate.ts";
import { staleFault } from "./connect.ts";
import type { DeployContext } from "./deploy-context.ts";

/**
 * Gives the traffic to the new version. From `onMoved` on a deployment goes forward, or back to the old version; it is not cancelled,
 * and whatever fails afterwards must not take the new version away as if it had never served.
 */
export function flip(
  { journal, release, log }: DeployContext,
  { target, candidate, onMoved }: { target: OwnTarget; candidate: Candidate; onMoved: (flipped: Flipped) => void },
): Promise<void> {
  return journal.step(deployStep.flip, async () => {
    try {
      const flipped = await target.driver.flip({ release, candidate: candidate.container });
      onMoved(flipped);
      log.say(flipped.previous ? "New requests go to the new version now." : "Requests go to the new version now.");
    } catch (error) {
      throw error instanceof StaleRelease ? staleFault(error.newer) : error;
    }
  });
}
