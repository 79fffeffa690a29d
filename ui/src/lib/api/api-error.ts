import type { Change, Conflict } from "./conflict.ts";
import type * as problem from "./problem.ts";

/** An answer that is not a success, as an RFC 9457 problem document told it. */
export class ApiError extends Error {
  readonly status: number;
  /** Stable and dotted, such as `server.not_found`; `network` when no answer came at all. */
  readonly code: string;
  readonly fields: readonly problem.FieldError[];
  readonly requestId: string | null;
  readonly conflict: Conflict | null;
  readonly #told: problem.Problem;

  constructor(told: problem.Problem) {
    super(told.title);
    this.name = "ApiError";
    this.status = told.status;
    this.code = told.code;
    this.fields = told.errors;
    this.requestId = told.requestId;
    this.conflict = told.conflict ?? null;
    this.#told = told;
  }

  /** The same with those fields only. */
  about(changes: readonly Change[]): ApiError {
    return new ApiError({ ...this.#told, conflict: this.conflict && { ...this.conflict, changes } });
  }
}

/** One sentence for a person about anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return "Something broke in this page. Reload it and try again.";
  if (error.status === 401 && error.code === "auth.required") return "Your session has ended. Sign in again.";
  if (error.status >= 500 && error.requestId) return `${error.message} Request ${error.requestId}.`;
  return error.message;
}
