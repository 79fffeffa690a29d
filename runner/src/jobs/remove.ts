import { removeUnusedImages } from "../steps/images.ts";
import type { JobRunner } from "./job-runner.ts";
import { onServer } from "./on-server.ts";

/** Takes everything of the resource from the server. */
export const remove: JobRunner<"remove"> = (job) =>
  onServer(job, ({ driver }) =>
    job.context.journal.step("remove", async (note) => {
      const { application: resource } = job.payload;
      const observed = await driver.observe(resource);
      for (const each of observed) await driver.remove(each);
      await removeUnusedImages(driver, { resource, left: [], gone: observed });
      note(`removed ${observed.length} ${observed.length === 1 ? "container" : "containers"}`);
      return { kind: "observed", state: "absent", liveDeployment: null };
    }),
  );
