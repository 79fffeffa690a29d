import type { JobRunner } from "./job-runner.ts";
import { onServer } from "./on-server.ts";

/** How large the volumes of a server are, and how many containers have each. */
export const measureVolumes: JobRunner<"measure-volumes"> = (job) =>
  onServer(job, ({ driver }) =>
    job.context.journal.step("measure-volumes", async (note) => {
      const asked = job.payload.volumes;
      const names = asked.map(({ dockerName }) => dockerName);
      const measured = (await driver.volumes?.measure(names, job.context.signal)) ?? [];
      note(`measured ${measured.length} of ${asked.length}`);
      const volumes = asked.flatMap(({ id, dockerName }) => {
        const found = measured.find((each) => each.dockerName === dockerName);
        return found ? [{ id, sizeBytes: found.sizeBytes, containers: found.containers }] : [];
      });
      return { kind: "volumes-measured", volumes };
    }),
  );
