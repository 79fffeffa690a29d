import type { Cadence, ClaimRequest, FinishRequest, ProgressRequest } from "../../contract/index.ts";
import type { ControlPlane } from "../agent/control-plane.ts";
import { type CallFailure, ControlPlaneError } from "../agent/control-plane-error.ts";
import type { ClaimedJob } from "../agent/run-job.ts";

export const aCadence: Cadence = {
  claimWaitMs: 25_000,
  heartbeatMs: 20_000,
  leaseMs: 60_000,
  flushMs: 250,
  chunkMaxBytes: 65_536,
  logMaxBytes: 1_048_576,
};

/** A control plane in memory. `failing` makes calls fail; what got through is kept. */
export type FakeControlPlane = ControlPlane & {
  jobs: ClaimedJob[];
  claims: ClaimRequest[];
  progressed: ProgressRequest[];
  finished: FinishRequest[];
  cancelled: Set<string>;
  failing: (call: "claim" | "progress" | "finish") => CallFailure | undefined;
};

export function createFakeControlPlane(clock: { sleep: (ms: number, signal?: AbortSignal) => Promise<void> }) {
  const answer = <T>(call: "claim" | "progress" | "finish", value: () => T): T => {
    const failure = plane.failing(call);
    if (failure) throw new ControlPlaneError(failure, { path: call, detail: "the test says so" });
    return value();
  };
  const plane: FakeControlPlane = {
    jobs: [],
    claims: [],
    progressed: [],
    finished: [],
    cancelled: new Set(),
    failing: () => undefined,
    enrol: () => Promise.reject(new Error("nobody enrols here")),
    claim: async (request, signal) => {
      plane.claims.push(request);
      const job = answer("claim", () => plane.jobs.shift());
      if (!job) await clock.sleep(request.waitMs, signal);
      return job;
    },
    progress: async (request) =>
      answer("progress", () => {
        plane.progressed.push(request);
        return { leaseMs: aCadence.leaseMs, cancel: plane.cancelled.has(request.lease.job) };
      }),
    finish: async (request) =>
      answer("finish", () => {
        plane.finished.push(request);
        return { accepted: true };
      }),
  };
  return plane;
}
