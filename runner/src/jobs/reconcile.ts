import type { JobResult, PayloadOf } from "../../contract/index.ts";
import type { JobContext } from "../agent/run-job.ts";
import type { Driver } from "../drivers/driver.ts";
import { planReconcile } from "../plan/plan-reconcile.ts";
import { removeUnusedImages } from "../steps/images.ts";
import { observedResult } from "./application-jobs.ts";

/** How long a version that should not run any more may take to end. */
const stopGraceSeconds = 10;

/** Brings an application's containers into order after a job that was lost, and reports what serves. */
export function reconcile({
  driver,
  context,
  payload,
}: {
  driver: Driver;
  context: JobContext;
  payload: PayloadOf<"reconcile">;
}): Promise<JobResult> {
  const { application, lostDeployment } = payload;
  const { log, journal } = context;
  return journal.step("reconcile", async (note) => {
    const observed = await driver.observe(application);
    const { restore, flipBack, stop, remove } = planReconcile(application, { observed, lostDeployment });
    if (restore) await driver.restoreLiveName(restore);
    if (flipBack) {
      const { from, to } = flipBack;
      await driver.flipBack({ release: from.release, candidate: from, previous: to });
      log.say("The version that the lost deployment left does not run. Requests go to the one before it again.");
    }
    for (const each of remove) await driver.remove(each);
    const left = observed.filter((each) => !remove.includes(each));
    await removeUnusedImages(driver, { application, left, gone: remove });
    await Promise.all(stop.map((each) => driver.stop(each, stopGraceSeconds)));
    note(`removed ${remove.length}, stopped ${stop.length}${restore ? ", live name restored" : ""}`);
    return observedResult(await driver.observe(application));
  });
}
