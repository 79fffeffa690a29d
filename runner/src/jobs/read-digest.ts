import { isSameRegistry, registryOf } from "../../contract/index.ts";
import type { JobRunner } from "./job-runner.ts";
import { onServer } from "./on-server.ts";

/** Which image the tag of a resource leads to now, asked as the Docker of its server would ask. */
export const readDigest: JobRunner<"read-digest"> = (job) =>
  onServer(job, (there) =>
    job.context.journal.step("read-digest", async () => {
      const { image } = job.payload;
      const { registry, registries } = job.context.secrets;
      const login = registry ?? registries.find((each) => isSameRegistry(each.registry, registryOf(image))) ?? null;
      const read = await there.readDigest({ image, login, signal: job.context.signal });
      return { kind: "digest-read", ...read };
    }),
  );
