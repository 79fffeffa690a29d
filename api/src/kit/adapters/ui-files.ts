import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { secureHeaders } from "../http/context.ts";

/** The page carries the policy for scripts and styles itself; a frame can only be forbidden by a header. */
const pagePolicy = "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'";
const yearSeconds = 365 * 24 * 60 * 60;

/** The built interface: hashed files for ever, pages always fresh, and index.html for every address that is a page of the app. */
export function createUi(options: { folder: string; runnerFile: string; isHttps: boolean }) {
  const ui = new Hono();
  ui.use(async (c, next) => {
    await next();
    const { headers } = c.res;
    secureHeaders(headers, options);
    headers.set("Content-Security-Policy", pagePolicy);
    const isHashed = c.res.ok && c.req.path.startsWith("/_app/immutable/");
    headers.set("Cache-Control", isHashed ? `public, max-age=${yearSeconds}, immutable` : "no-cache");
  });
  ui.use(compress());
  ui.get("/install/runner.mjs", serveStatic({ path: options.runnerFile }));
  ui.get("*", serveStatic({ root: options.folder, precompressed: true }));
  ui.get("*", async (c, next) => {
    // A file that is not there is missing; an address without an ending is a page the app knows, but for those of its makers.
    if (/\.[A-Za-z0-9]+$/.test(c.req.path) || c.req.path.startsWith("/dev/")) return next();
    return serveStatic({ root: options.folder, path: "index.html", precompressed: true })(c, next);
  });
  ui.notFound((c) =>
    c.text("There is no such page. If nothing is shown at all, the interface was not built: npm run build", 404),
  );
  return ui;
}
