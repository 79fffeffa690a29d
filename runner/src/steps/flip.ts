import { type Flipped, StaleRelease } from "../ports/driver.ts";
import type { Target } from "../ports/target.ts";
import { staleFault } from "./connect.ts";
import type { DeployContext } from "./deploy-context.ts";
import type { Candidate } from "./start.ts";

/**
 * Gives the traffic to the new version. From `onMoved` on a deployment goes forward, or back to the old version; it is not cancelled,
 * and whatever fails afterwards must not take the new version away as if it had never served.
 */
export function flip(
  { journal, release, log }: DeployContext,
  { target, candidate, onMoved }: { target: Target; candidate: Candidate; onMoved: (flipped: Flipped) => void },
): Promise<void> {
  return journal.step("flip", async () => {
    try {
      const flipped = await target.driver.flip({ release, candidate: candidate.container });
      onMoved(flipped);
      log.say(flipped.previous ? "New requests go to the new version now." : "Requests go to the new version now.");
    } catch (error) {
      throw error instanceof StaleRelease ? staleFault(error.newer) : error;
    }
  });
}
