import type { JobRunner } from "./job-runner.ts";
import { onServer } from "./on-server.ts";

/** Has the proxy of a server serve the routes of all its resources. */
export const syncRoutes: JobRunner<"sync-routes"> = (job) =>
  onServer(
    job,
    ({ proxy }) =>
      job.context.journal.step("sync-routes", async (note) => {
        const { revision, isChanged, refused, settings, certificates } = await proxy.ensure(job.payload.routes);
        note(isChanged ? `revision ${revision}` : `revision ${revision} is served already`);
        return { kind: "sync-routes", revision, refused: refused.slice(0, 1_000), settings, certificates };
      }),
    { proxy: "caddy" },
  );
