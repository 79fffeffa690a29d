import type { Cadence } from "@fairlead/runner/contract";

/** The pace the server dictates to every runner. A lease outlives two missed heartbeats. */
export const cadence: Cadence = {
  claimWaitMs: 25_000,
  heartbeatMs: 20_000,
  leaseMs: 60_000,
  flushMs: 250,
  chunkMaxBytes: 65_536,
  logMaxBytes: 50 * 1024 * 1024,
};
