// pure

/**
 * What a failed call to the control plane means for the caller.
 * - `unavailable`: nobody knows whether it arrived. Try again, later.
 * - `unauthorized`: the credential is worth nothing any more. Stop the runner loudly.
 * - `stale`: somebody else holds the job. Stop every effect of it now, report nothing more.
 * - `refused`: understood and rejected. Trying again changes nothing.
 */
export type CallFailure = "unavailable" | "unauthorized" | "stale" | "refused";

export type CallProblem = { status: number; code: string | undefined; isDecoded: boolean };

type Row = { when: (problem: CallProblem) => boolean; failure: CallFailure };

/** The one table: first row that fits. */
const table: readonly Row[] = [
  { when: ({ status }) => status === 401, failure: "unauthorized" },
  { when: ({ status, code }) => status === 409 && code === "lease.stale", failure: "stale" },
  { when: ({ status }) => status === 408 || status === 425 || status === 429, failure: "unavailable" },
  { when: ({ status }) => status >= 500, failure: "unavailable" },
  // A 2xx here did not decode: an error page or a login page of something in between.
  { when: ({ status }) => status < 400, failure: "unavailable" },
  // The same in 4xx clothes: the control plane itself always answers JSON.
  { when: ({ isDecoded }) => !isDecoded, failure: "unavailable" },
  { when: () => true, failure: "refused" },
];

export function problemOf(problem: CallProblem): CallFailure {
  return table.find(({ when }) => when(problem))?.failure ?? "refused";
}

type Details = { path: string; detail: string; status?: number; code?: string | undefined; retryAfterMs?: number };

export class ControlPlaneError extends Error {
  override readonly name = "ControlPlaneError";
  readonly failure: CallFailure;
  readonly code: string | undefined;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(failure: CallFailure, { path, detail, status, code, retryAfterMs }: Details) {
    super(`${path}: ${detail}`);
    this.failure = failure;
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

export const isFailure = (error: unknown, failure: CallFailure) =>
  error instanceof ControlPlaneError && error.failure === failure;
