// pure

import type { Context } from "hono";
import type { ApiEnv } from "./api-env.ts";

/** For handlers that wait: aborts when the caller is gone, and when this process is asked to stop. */
export function endingSignal(c: Context<ApiEnv>): AbortSignal {
  const { closing } = c.env;
  return closing ? AbortSignal.any([c.req.raw.signal, closing]) : c.req.raw.signal;
}
