import { contractVersion, JobPayload, neededBy } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import type { RunnerActor } from "../../kit/http/api-env.ts";
import type { JobRow } from "../../kit/work-kinds.ts";
import { peekNext } from "./claim.store.ts";
import { compilePayload } from "./compile-payload.ts";
import { NotCompilable } from "./not-compilable.ts";

import { holdBack, rememberRunner } from "./older-runner.store.ts";

/** How long a job that is too new for its runner is left alone. */
const lookAgainMs = 60_000;
/** Of one look: the next one goes on. */
const maxLooks = 50;

/** What the runner says of itself with a claim; written when it is new. */
export async function hearRunner({ db, hub, clock }: Deps, runner: RunnerActor, version: string): Promise<void> {
  const { runnerId, teamId, contract, known } = runner;
  if (known.version === version && known.contract === contract) return;
  await rememberRunner(db, runnerId, { version, contract, now: clock.now() });
  hub.publish(teamId, { type: "runner", id: runnerId });
}

/**
 * The next job that this runner understands all of. For one as new as this control plane that is the next one, and nothing is asked;
 * for an older one it is known before a job is claimed, and what is too new waits. undefined: there is none.
 */
export async function understoodJob(
  deps: Deps,
  { runnerId, contract }: RunnerActor,
): Promise<Partial<{ only: string }> | undefined> {
  if (contract >= contractVersion) return {};
  for (let looks = 0; looks < maxLooks; looks++) {
    const now = deps.clock.now();
    const job = await peekNext(deps.db, { runnerId, now });
    if (!job) return undefined;
    const needsContract = await neededByJob(deps, job);
    if (needsContract <= contract) return { only: job.id };
    await holdBack(deps.db, job.id, { needsContract, until: now + lookAgainMs });
  }
  return undefined;
}

export const isUnderstood = ({ contract }: RunnerActor, payload: JobPayload) =>
  contract >= contractVersion || neededBy(JobPayload, payload) <= contract;

/** What cannot be compiled needs nothing: it is claimed, and fails with its cause. */
async function neededByJob(deps: Deps, job: JobRow): Promise<number> {
  try {
    const { payload } = await compilePayload(deps, job);
    return neededBy(JobPayload, payload);
  } catch (error) {
    if (error instanceof NotCompilable) return 0;
    throw error;
  }
}
