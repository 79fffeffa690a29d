import { createMiddleware } from "hono/factory";
import { forbidden } from "../../rules/errors.ts";
import type { ApiEnv } from "./api-env.ts";

const isSafe = (method: string) => method === "GET" || method === "HEAD" || method === "OPTIONS";

/**
 * A browser attaches cookies to requests that other sites make. So whatever carries a cookie must come from one of our own pages:
 * an Origin that is ours, and on writes it must be there. A bearer token is never attached by a browser, so it needs no such proof.
 */
export const ownPagesOnly = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.header("Authorization") !== undefined) return next();
  const { trustedOrigins } = c.var.deps.config;
  const origin = c.req.header("Origin");
  const hasCookie = c.req.header("Cookie") !== undefined;
  const isForeign = origin !== undefined && !trustedOrigins.includes(origin);
  const isUnproven = origin === undefined && hasCookie && !isSafe(c.req.method);
  const isCrossSite = hasCookie && c.req.header("Sec-Fetch-Site") === "cross-site";
  if (isForeign || isUnproven || (isCrossSite && !isSafe(c.req.method))) {
    throw forbidden(
      "auth.foreign_origin",
      `This request came from ${origin ?? "a page that does not name itself"}, but this instance lives at ${trustedOrigins[0]}. Open it there, or set FAIRLEAD_URL to the address you use.`,
    );
  }
  return next();
});
