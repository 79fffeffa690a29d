import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "./api-env.ts";

/** For answers of the API: nothing in them may run, be framed or load anything, whatever a browser takes them for. */
const apiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Headers of every answer of this origin, errors and pages included. */
export function secureHeaders(headers: Headers, { isHttps }: { isHttps: boolean }): void {
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("X-Frame-Options", "DENY");
  headers.set("Referrer-Policy", "same-origin");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  if (isHttps) headers.set("Strict-Transport-Security", "max-age=31536000");
}

/** What the home gave with the request becomes `c.var`; every answer gets its request id and the security headers. */
export const context = createMiddleware<ApiEnv>(async (c, next) => {
  const { deps, client } = c.env;
  c.set("deps", deps);
  c.set("client", client);
  c.set("requestId", deps.ids.secret(12));
  await next();
  const { headers } = c.res;
  secureHeaders(headers, { isHttps: deps.config.url.startsWith("https:") });
  headers.set("Content-Security-Policy", apiPolicy);
  headers.set("X-Request-Id", c.var.requestId);
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
});
