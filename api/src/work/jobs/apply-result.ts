import type { JobOutcome } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { applyServerCheck } from "../../places/servers/apply-check.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { applyReadHead } from "../../pushes/apply-read-head.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { finishRemoval } from "../../releases/removal/finish-removal.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { applyRoutesResult } from "../../routing/apply-routes.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { applyDeployKey } from "../../sources/apply-deploy-key.ts";
import type { OpenJob } from "./jobs.store.ts";

/** Hands what a job found out to the feature it was asked for. Each of these may be called again with the same result. */
export async function applyResult(deps: Deps, job: OpenJob, outcome: JobOutcome): Promise<void> {
  if (job.kind === "check-server") return applyServerCheck(deps, job, outcome);
  if (job.kind === "sync-routes") return applyRoutesResult(deps, job, outcome);
  if (outcome.kind !== "succeeded") return;
  const { result } = outcome;
  if (job.kind === "make-deploy-key" && result.kind === "make-deploy-key")
    return applyDeployKey(deps, job, result.publicKey);
  if (job.kind === "read-head" && result.kind === "read-head") return applyReadHead(deps, job, result.commit);
  if (job.kind === "remove") return finishRemoval(deps, job);
}
