import { DamagedValue, isDatabaseLocked } from "@fairlead/db";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { AppError, conflict, type ErrorKind, invalid, Overtaken, unavailable } from "../../rules/errors.ts";
import { DamagedSecret } from "../secrets/damaged-secret.ts";
import type { ApiEnv } from "./api-env.ts";
import { recordRefusal } from "./denial.ts";

const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  limit: 429,
  unavailable: 503,
} as const satisfies Record<ErrorKind, number>;

/** More than is taken, which a wait would not change. */
const tooLarge: ReadonlySet<string> = new Set(["request.too_large", "webhook.large_form"]);

const locked = unavailable(
  "database.locked",
  "Another program keeps the database file locked (a shell, a back-up, VACUUM). Nothing was changed; try again when it has ended.",
  { retryAfterSeconds: 5 },
);

/** RFC 9457 problem document. `code` is stable; `errors` names each bad field. */
function problem(c: Context<ApiEnv>, error: AppError) {
  const status = tooLarge.has(error.code) ? 413 : statusOf[error.kind];
  if (error.retryAfterSeconds) c.header("Retry-After", String(error.retryAfterSeconds));
  c.header("Cache-Control", "no-store");
  return c.json(
    {
      type: "about:blank",
      title: error.message,
      status,
      code: error.code,
      requestId: c.var.requestId,
      errors: error.fields,
      ...(error instanceof Overtaken ? { revision: error.revision, changes: error.changes } : {}),
    },
    status,
    { "Content-Type": "application/problem+json" },
  );
}

/** Node's word for a request whose sender went away in the middle of it. */
const isHungUp = (error: Error, { aborted }: AbortSignal) =>
  aborted && "code" in error && error.code === "ECONNRESET" && error.message === "aborted";

/** The only place that turns errors into answers. Unknown ones are logged once and told only as a request id. */
export function onError(error: Error, c: Context<ApiEnv>) {
  if (error instanceof AppError) {
    if (error.kind === "forbidden" || error.code === "egress.refused") recordRefusal(c, error.code);
    return problem(c, error);
  }
  // The framework itself refuses only bodies it cannot read.
  if (error instanceof HTTPException && error.status < 500) {
    return problem(c, invalid("request.malformed", "The request body is not valid JSON."));
  }
  // Nobody hears it, and what strangers leave unfinished is no fault that somebody should look at.
  if (isHungUp(error, c.req.raw.signal))
    return problem(c, invalid("request.malformed", "The request ended before its body did."));
  if (isDatabaseLocked(error)) return problem(c, locked);
  if (error instanceof DamagedValue || error instanceof DamagedSecret) {
    c.var.deps.log.error("a stored value is damaged", error, { requestId: c.var.requestId, path: c.req.path });
    return problem(c, conflict("stored.damaged", `${error.message} Set it anew, or restore it from a back-up.`));
  }
  c.var.deps.log.error("request failed", error, { requestId: c.var.requestId, path: c.req.path, method: c.req.method });
  return c.json(
    {
      type: "about:blank",
      title: "Something broke on our side. Try again; if it stays, report the request id.",
      status: 500,
      code: "internal",
      requestId: c.var.requestId,
      errors: [],
    },
    500,
    { "Content-Type": "application/problem+json", "Cache-Control": "no-store" },
  );
}
