import { Hono } from "hono";
import { notFound } from "./domain/errors.ts";
import type { ApiEnv } from "./http/api-env.ts";
import { context } from "./http/context.ts";
import { guard } from "./http/guard.ts";
import { openApiDocument } from "./http/openapi.ts";
import { ownPagesOnly } from "./http/origin.ts";
import { onError } from "./http/problem.ts";
import { projectRoutes } from "./projects/projects.routes.ts";

const anyone = guard({ auth: "public", tenant: "none", reason: "describes the API, holds no rows" });

/** The control plane, the same in both homes: `app.fetch(request, { deps, client })`. */
export function createApp() {
  const app = new Hono<ApiEnv>();
  app.onError(onError);
  app.notFound((c) => onError(notFound("route"), c));
  app.use(context);
  app.use(ownPagesOnly);
  let document: ReturnType<typeof openApiDocument> | undefined;
  return app
    .get("/api/v1/openapi.json", anyone, async (c) => {
      document ??= openApiDocument(app, c.var.deps.config);
      return c.json(await document);
    })
    .route("/api/v1/projects", projectRoutes);
}

export type AppType = ReturnType<typeof createApp>;
