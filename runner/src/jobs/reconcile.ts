import { planReconcile } from "../plan/plan-reconcile.ts";
import { removeUnusedImages } from "../steps/images.ts";
import type { JobRunner } from "./job-runner.ts";
import { observedResult } from "./observed-result.ts";
import { onServer } from "./on-server.ts";

/** How long a version that should not run any more may take to end. */
const stopGraceSeconds = 10;

/** Brings an application's containers into order after a job that was lost, and reports what serves. */
export const reconcile: JobRunner<"reconcile"> = (job) =>
  onServer(job, ({ driver }) => {
    const { application, lostDeployment } = job.payload;
    const { log, journal } = job.context;
    return journal.step("reconcile", async (note) => {
      const observed = await driver.observe(application);
      const { restore, flipBack, stop, remove } = planReconcile(observed, { lostDeployment });
      if (restore) await driver.restoreLive(restore);
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
  });
