import { createMiddleware } from "hono/factory";
import { AppError } from "../../rules/errors.ts";
import type { ApiEnv } from "./api-env.ts";

const holdMs = 750;

/** Rates, and counts of rows: both are asked again and again by a program that does not read its answers. */
const isBeyondALimit = (error: Error | undefined) =>
  error instanceof AppError && (error.kind === "limit" || error.code.startsWith("limit."));

/** Outside of everything that a request holds: it has given back its place when it begins to wait. */
export const holdRefused = createMiddleware<ApiEnv>(async (c, next) => {
  await next();
  if (isBeyondALimit(c.error)) await c.var.deps.hold(holdMs);
});
