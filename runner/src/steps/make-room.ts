import { deployStep } from "../../contract/index.ts";
import { StaleRelease } from "../ports/driver.ts";
import type { OwnTarget } from "./candidate.ts";
import { staleFault } from "./connect.ts";
import type { DeployContext } from "./deploy-context.ts";

/** Stops the old version, so that the new one gets what only one may have. It is marked as the one that comes back. */
export function makeRoom({ payload, journal, release, log, clock }: DeployContext, target: OwnTarget): Promise<void> {
  const { stopGraceSeconds: graceSeconds } = payload.spec.container;
  return journal.step(deployStep.makeRoom, async (note, idle) => {
    const startedAt = clock.monotonic();
    const aside = await target.driver.stepAside({ release, graceSeconds }).catch((error) => {
      throw error instanceof StaleRelease ? staleFault(error.newer) : error;
    });
    if (!aside) return idle("no older version runs");
    const seconds = ((clock.monotonic() - startedAt) / 1_000).toFixed(1);
    log.say(
      `Stopped the old version in ${seconds} s. Requests fail until the new one answers; if it does not, the old one comes back.`,
    );
    note(`the old version stopped in ${seconds} s`);
  });
}
