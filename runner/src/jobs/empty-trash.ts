import type { ResultOf } from "../../contract/index.ts";
import type { JobRunner } from "./job-runner.ts";
import { onServer } from "./on-server.ts";

/** One after the other, so that a runner that dies has removed some and torn none. */
export const emptyTrash: JobRunner<"empty-trash"> = (job) =>
  onServer(job, ({ driver }) =>
    job.context.journal.step("empty-trash", async (note) => {
      const { team } = job.payload;
      const volumes: ResultOf<"empty-trash">["volumes"] = [];
      for (const volume of job.payload.volumes) {
        // One that was adopted is somebody's of before us.
        const outcome = volume.isAdopted ? "not-ours" : ((await driver.volumes?.remove(volume, { team })) ?? "absent");
        job.context.log.say(`${volume.name} (${volume.dockerName}): ${outcome}.`);
        volumes.push({ id: volume.id, outcome });
      }
      note(`removed ${volumes.filter(({ outcome }) => outcome === "removed").length} of ${volumes.length}`);
      return { kind: "trash-emptied", volumes };
    }),
  );
