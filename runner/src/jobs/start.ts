import { getLive } from "./get-live.ts";
import type { JobRunner } from "./job-runner.ts";
import { observedResult } from "./observed-result.ts";
import { onServer } from "./on-server.ts";

export const start: JobRunner<"start"> = (job) =>
  onServer(job, ({ driver }) =>
    job.context.journal.step("start", async () => {
      const { application: resource } = job.payload;
      await driver.startAgain(await getLive(driver, resource));
      return observedResult(await driver.observe(resource));
    }),
  );
