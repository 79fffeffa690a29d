import * as v from "valibot";
import { DisplayName } from "./grammar.ts";
import { idOf } from "./ids.ts";
import { JobPayload } from "./jobs/index.ts";
import { JobOutcome } from "./jobs/job-outcome.ts";
import { JobSecrets } from "./jobs/job-secrets.ts";
import { LogChunk } from "./log.ts";
import { StepEvent } from "./step.ts";

// The runner API, `/api/v1/runner/*`. The runner presents its credential as a bearer token on every call but enrol.
// Answers: 409 `lease.stale` means stop all effects of that job now; 401 means stop the runner loudly; 429, 5xx, network
// errors and bodies that do not decode are retried with back-off.

/** The server dictates the pace. All in ms or bytes. */
export const Cadence = v.strictObject({
  claimWaitMs: v.number(),
  heartbeatMs: v.number(),
  leaseMs: v.number(),
  flushMs: v.number(),
  chunkMaxBytes: v.number(),
  logMaxBytes: v.number(),
});
export type Cadence = v.InferOutput<typeof Cadence>;

/** POST /runner/enrol, with the one-time token in the body. */
export const EnrolRequest = v.strictObject({
  token: v.pipe(v.string(), v.maxLength(200)),
  name: DisplayName,
  sshPublicKey: v.pipe(v.string(), v.maxLength(2_000)),
  version: v.pipe(v.string(), v.maxLength(40)),
  platform: v.pipe(v.string(), v.maxLength(40)),
});
export type EnrolRequest = v.InferOutput<typeof EnrolRequest>;
export const EnrolAnswer = v.strictObject({ runner: idOf("runner"), credential: v.string(), cadence: Cadence });
export type EnrolAnswer = v.InferOutput<typeof EnrolAnswer>;

/**
 * POST /runner/claim: waits up to `waitMs` for a job. 204: none. `key` is fresh per logical claim and is repeated on retry, so an
 * answer that was lost is given again instead of leaving a job nobody works on.
 */
export const ClaimRequest = v.strictObject({
  key: v.pipe(v.string(), v.minLength(16), v.maxLength(64)),
  waitMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(60_000)),
  version: v.pipe(v.string(), v.maxLength(40)),
  /** Jobs this runner still works on; others that the server thinks it holds are orphaned by a restart. */
  holding: v.pipe(v.array(idOf("job")), v.maxLength(200)),
});
export type ClaimRequest = v.InferOutput<typeof ClaimRequest>;

/** A right to work on one job for a while. Every later call carries all three. */
export const Lease = v.strictObject({
  job: idOf("job"),
  lease: v.pipe(v.string(), v.maxLength(64)),
  attempt: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type Lease = v.InferOutput<typeof Lease>;

export const ClaimAnswer = v.strictObject({
  lease: Lease,
  /** From the answer's arrival, by the runner's monotonic clock. */
  leaseMs: v.number(),
  deadlineMs: v.number(),
  payload: JobPayload,
  secrets: JobSecrets,
  cadence: Cadence,
});
export type ClaimAnswer = v.InferOutput<typeof ClaimAnswer>;

/**
 * POST /runner/progress: renews the lease, adds step events and log chunks, brings cancel back. Safe to repeat: events are unique by
 * (attempt, step, status), chunks by (attempt, seq).
 */
export const ProgressRequest = v.strictObject({
  lease: Lease,
  steps: v.pipe(v.array(StepEvent), v.maxLength(100)),
  chunks: v.pipe(v.array(LogChunk), v.maxLength(200)),
});
export type ProgressRequest = v.InferOutput<typeof ProgressRequest>;
export const ProgressAnswer = v.strictObject({ leaseMs: v.number(), cancel: v.boolean() });
export type ProgressAnswer = v.InferOutput<typeof ProgressAnswer>;

/** POST /runner/finish: the same `key` twice gives the same answer. `chunkCount` lets gaps in the log be shown. */
export const FinishRequest = v.strictObject({
  lease: Lease,
  key: v.pipe(v.string(), v.minLength(16), v.maxLength(64)),
  outcome: JobOutcome,
  chunkCount: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type FinishRequest = v.InferOutput<typeof FinishRequest>;
export const FinishAnswer = v.strictObject({ accepted: v.boolean() });
