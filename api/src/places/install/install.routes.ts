import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { guard } from "../../kit/http/guard.ts";
import { runnerScript } from "./runner-script.ts";

const anyone = guard({
  auth: "public",
  tenant: "none",
  reason: "a program without secrets; the enrolment token is the right",
});

/** Beside it each home serves the runner itself as the file `/install/runner.mjs`. */
export const installRoutes = new Hono<ApiEnv>().get("/runner.sh", anyone, (c) =>
  c.body(runnerScript(c.var.deps.config.url), 200, { "Content-Type": "text/x-shellscript; charset=utf-8" }),
);
