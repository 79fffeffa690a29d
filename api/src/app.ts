import { Hono } from "hono";
import { auditRoutes } from "./audit/audit.routes.ts";
import { notFound } from "./domain/errors.ts";
import type { ApiEnv } from "./http/api-env.ts";
import { context } from "./http/context.ts";
import { guard } from "./http/guard.ts";
import { openApiDocument } from "./http/openapi.ts";
import { ownPagesOnly } from "./http/origin.ts";
import { onError } from "./http/problem.ts";
import { authRoutes } from "./identity/auth.routes.ts";
import { meRoutes } from "./identity/me.routes.ts";
import { instanceRoutes } from "./instance/instance.routes.ts";
import { projectRoutes } from "./projects/projects.routes.ts";
import { setupRoutes } from "./setup/setup.routes.ts";
import { invitationRoutes } from "./teams/invitations.routes.ts";
import { memberRoutes } from "./teams/members.routes.ts";
import { teamRoutes } from "./teams/teams.routes.ts";
import { tokenRoutes } from "./tokens/tokens.routes.ts";

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
    .route("/api/auth", authRoutes)
    .route("/api/v1/setup", setupRoutes)
    .route("/api/v1/me", meRoutes)
    .route("/api/v1/instance", instanceRoutes)
    .route("/api/v1/teams", teamRoutes)
    .route("/api/v1/members", memberRoutes)
    .route("/api/v1/invitations", invitationRoutes)
    .route("/api/v1/tokens", tokenRoutes)
    .route("/api/v1/audit", auditRoutes)
    .route("/api/v1/projects", projectRoutes);
}

export type AppType = ReturnType<typeof createApp>;
