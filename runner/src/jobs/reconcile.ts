import { planReconcile } from "../plan/plan-reconcile.ts";
import { hasOwnRollouts } from "../ports/driver.ts";
import { removeUnusedImages } from "../steps/images.ts";
import { putInOrder } from "../steps/put-in-order.ts";
import type { JobRunner } from "./job-runner.ts";
import { observedResult } from "./observed-result.ts";
import { onServer } from "./on-server.ts";

const wentBack = "The version that the lost deployment left does not run. Requests go to the one before it again.";

/** Brings a resource's containers into order after a job that was lost, and reports what serves. */
export const reconcile: JobRunner<"reconcile"> = (job) =>
  onServer(job, ({ driver }) => {
    const { application: resource, lostDeployment } = job.payload;
    const { log, journal, lostSignal } = job.context;
    return journal.step("reconcile", async (note) => {
      const observed = await driver.observe(resource);
      // A platform puts its own things in order.
      if (!hasOwnRollouts(driver)) return observedResult(observed);
      const plan = planReconcile(observed, { lostDeployment });
      const { restore, stop, remove } = plan;
      await putInOrder(driver, { plan, signal: lostSignal, onFlipBack: () => log.say(wentBack) });
      const left = observed.filter((each) => !remove.includes(each));
      await removeUnusedImages(driver, { resource, left, gone: remove });
      note(`removed ${remove.length}, stopped ${stop.length}${restore ? ", the version before serves again" : ""}`);
      return observedResult(await driver.observe(resource));
    });
  });
