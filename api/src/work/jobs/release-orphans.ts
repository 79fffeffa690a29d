import type { Deps } from "../../kit/deps.ts";
import { endByLostLease } from "../../rules/job-end.ts";
import { listOrphans } from "./jobs.store.ts";
import { settleJob } from "./settle-job.ts";

/** A restarted runner forgot these jobs: they are given back now instead of when their leases run out. */
export async function releaseOrphans(
  deps: Deps,
  claim: { runnerId: string; key: string; holding: readonly string[] },
): Promise<void> {
  for (const job of await listOrphans(deps.db, claim)) {
    const end = endByLostLease(job, "The runner came back without this job: it was restarted.");
    await settleJob(deps, job, {
      end,
      finish: null,
      note: `Attempt ${job.attempt} ended with a restart of the runner.`,
    });
  }
}
