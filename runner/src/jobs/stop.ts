import type { JobRunner } from "./job-runner.ts";
import { observedResult } from "./observed-result.ts";
import { onServer } from "./on-server.ts";

export const stop: JobRunner<"stop"> = (job) =>
  onServer(job, ({ driver }) =>
    job.context.journal.step("stop", async (note) => {
      const { application: resource, graceSeconds } = job.payload;
      const observed = await driver.observe(resource);
      const running = observed.filter((each) => each.state !== "stopped");
      await Promise.all(running.map((each) => driver.stop(each, graceSeconds)));
      note(running.length === 0 ? "it did not run" : `stopped ${running.length}`);
      return observedResult(await driver.observe(resource));
    }),
  );
