import { deployStep } from "../../contract/index.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import { planRetention } from "../plan/retention.ts";
import type { OwnTarget } from "./candidate.ts";
import type { DeployContext } from "./deploy-context.ts";
import { removeUnusedImages } from "./images.ts";

/** Stops what does not serve any more and removes what no kept release needs. What stays is for going back. */
export function retire(
  { payload, journal, log, release }: DeployContext,
  { target, live, observed }: { target: OwnTarget; live: ObservedContainer; observed: readonly ObservedContainer[] },
): Promise<void> {
  const { keepReleases, container } = payload.spec;
  const { driver } = target;
  return journal.step(deployStep.retire, async (note, idle) => {
    const { stop, settle, remove } = planRetention(live, { observed, keepReleases });
    await Promise.all(stop.map((each) => driver.stop(each, container.stopGraceSeconds)));
    for (const each of remove) await driver.remove(each);
    for (const each of settle) if (!remove.includes(each)) await driver.settle(each);
    const releases = remove.filter(({ role }) => role !== "command").length;
    // An earlier attempt may have left an image that no container ever ran.
    if (remove.length > 0 || release.attempt > 1) {
      const left = observed.filter((each) => !remove.includes(each));
      await removeUnusedImages(driver, { resource: release.resource, left, gone: remove });
    }
    if (stop.length + settle.length + releases === 0) idle("there is no older version");
    if (stop.length > 0) log.say("Stopped the old version.");
    if (releases > 0) note(`removed ${releases} older ${releases === 1 ? "release" : "releases"}`);
  });
}
