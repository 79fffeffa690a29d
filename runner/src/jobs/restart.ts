import { getLive } from "./get-live.ts";
import type { JobRunner } from "./job-runner.ts";
import { observedResult } from "./observed-result.ts";
import { onServer } from "./on-server.ts";

export const restart: JobRunner<"restart"> = (job) =>
  onServer(job, ({ driver }) =>
    job.context.journal.step("restart", async () => {
      const { application: resource, graceSeconds } = job.payload;
      await driver.restart(await getLive(driver, resource), graceSeconds);
      return observedResult(await driver.observe(resource));
    }),
  );
