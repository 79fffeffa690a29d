import { type Conflict, readConflict } from "./conflict.ts";

export type FieldError = { path: string; message: string };
export type Problem = {
  status: number;
  title: string;
  code: string;
  errors: FieldError[];
  requestId: string | null;
  /** When somebody else saved in the meantime. */
  conflict?: Conflict | null;
};

const unreachable: Problem = {
  status: 0,
  title: "Fairlead does not answer. Check your connection; your applications are not affected.",
  code: "network",
  errors: [],
  requestId: null,
};

export const networkProblem = (): Problem => unreachable;

/** Reads a problem document; anything else that is not a success becomes one. */
export function readProblem(status: number, body: unknown): Problem {
  const fallback = {
    ...unreachable,
    status,
    title: `Fairlead answered with status ${status}. Try again.`,
    code: "unknown",
  };
  if (!isRecord(body)) return fallback;
  return {
    status,
    title: textOf(body.title) ?? fallback.title,
    code: textOf(body.code) ?? fallback.code,
    errors: Array.isArray(body.errors) ? body.errors.filter(isFieldError) : [],
    requestId: textOf(body.requestId) ?? null,
    ...readConflict(body),
  };
}

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isFieldError = (value: unknown): value is FieldError =>
  isRecord(value) && typeof value.path === "string" && typeof value.message === "string";
