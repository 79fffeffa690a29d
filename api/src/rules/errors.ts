import type { Difference } from "./differences.ts";

/** What went wrong, without HTTP: the edge maps kinds to statuses in one place. */
export type ErrorKind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "limit"
  | "unavailable";

/** `path` names the field as the caller sent it, e.g. `build.context`; `message` says what it must be. */
export type FieldError = { path: string; message: string };

/** An error a caller may see: stable dotted `code`, one sentence with the next action, bad fields if any. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly fields: FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    kind: ErrorKind,
    code: string,
    options: { message: string; fields?: FieldError[]; retryAfterSeconds?: number },
  ) {
    super(options.message);
    this.name = "AppError";
    this.kind = kind;
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Somebody else saved since the values were read. The edge adds both values (`saving`). */
export class Overtaken extends AppError {
  /** The revision that is stored now. */
  readonly revision: number | undefined;
  readonly changes: readonly Difference[];

  constructor(now?: { revision: number; changes: readonly Difference[] }) {
    const paths = now?.changes.map(({ path }) => path).join(", ") ?? "";
    super("conflict", "edit.conflict", {
      message: `Somebody changed this since you read it${paths && `: ${paths.slice(0, 300)}`}. Compare both values, then save again from the present revision.`,
    });
    this.revision = now?.revision;
    this.changes = now?.changes ?? [];
  }
}

export const invalid = (code: string, message: string, { fields = [] }: { fields?: FieldError[] } = {}) =>
  new AppError("invalid", code, { message, fields });
/** One bad field: the common case. */
export const invalidField = (path: string, message: string) =>
  invalid("request.invalid", `${path}: ${message}`, { fields: [{ path, message }] });
/** Two fields that do not fit: told at both, because either can be the one to change. */
export const invalidPair = ([path, other]: readonly [string, string], message: string) =>
  invalid("request.invalid", `${path}: ${message}`, {
    fields: [
      { path, message },
      { path: other, message: `does not fit ${path.split(".").at(-1)}, which ${message}` },
    ],
  });
export const unauthenticated = () =>
  new AppError("unauthenticated", "auth.required", { message: "Sign in or send a valid API token." });
export const forbidden = (code: string, message: string) => new AppError("forbidden", code, { message });
/** Same answer for rows that do not exist and rows of another team. */
export const notFound = (what: string) =>
  new AppError("not-found", `${what}.not_found`, { message: `There is no such ${what} in this team.` });
export const conflict = (code: string, message: string) => new AppError("conflict", code, { message });
export const limited = (code: string, message: string, { retryAfterSeconds }: { retryAfterSeconds: number }) =>
  new AppError("limit", code, { message, retryAfterSeconds });
export const unavailable = (code: string, message: string, when: { retryAfterSeconds?: number } = {}) =>
  new AppError("unavailable", code, { message, ...when });
