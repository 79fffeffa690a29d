import type { JobOutcome } from "@fairlead/runner/contract";
import { finishRemoval } from "../applications/finish-removal.ts";
import type { Deps } from "../deps.ts";
import { applyServerCheck } from "../servers/apply-check.ts";
import { applyRoutesResult } from "../servers/apply-routes.ts";
import { applyDeployKey } from "../sources/apply-deploy-key.ts";
import { applyReadHead } from "../webhooks/apply-read-head.ts";
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
