import { Hono } from "hono";
import { applicationRoutes } from "./applications/applications.routes.ts";
import { auditRoutes } from "./audit/audit.routes.ts";
import { applicationDeploymentRoutes } from "./deployments/application-deployments.routes.ts";
import { deploymentRoutes } from "./deployments/deployments.routes.ts";
import { notFound } from "./domain/errors.ts";
import { applicationDomainRoutes, domainRoutes } from "./domains/domains.routes.ts";
import { environmentRoutes } from "./environments/environments.routes.ts";
import { eventRoutes } from "./events/events.routes.ts";
import type { ApiEnv } from "./http/api-env.ts";
import { context } from "./http/context.ts";
import { guard } from "./http/guard.ts";
import { openApiDocument } from "./http/openapi.ts";
import { ownPagesOnly } from "./http/origin.ts";
import { onError } from "./http/problem.ts";
import { authRoutes } from "./identity/auth.routes.ts";
import { meRoutes } from "./identity/me.routes.ts";
import { installRoutes } from "./install/install.routes.ts";
import { instanceRoutes } from "./instance/instance.routes.ts";
import { runnerJobRoutes } from "./jobs/jobs.routes.ts";
import { logRoutes } from "./logs/logs.routes.ts";
import { channelRoutes } from "./notifications/notifications.routes.ts";
import { projectRoutes } from "./projects/projects.routes.ts";
import { registryRoutes } from "./registries/registries.routes.ts";
import { enrolRoutes } from "./runners/enrol.routes.ts";
import { runnerRoutes } from "./runners/runners.routes.ts";
import { destinationRoutes } from "./servers/destinations.routes.ts";
import { serversRoutes } from "./servers/servers.routes.ts";
import { setupRoutes } from "./setup/setup.routes.ts";
import { sourceRoutes } from "./sources/sources.routes.ts";
import { invitationRoutes } from "./teams/invitations.routes.ts";
import { memberRoutes } from "./teams/members.routes.ts";
import { teamRoutes } from "./teams/teams.routes.ts";
import { tokenRoutes } from "./tokens/tokens.routes.ts";
import { applicationVariableRoutes, variableRoutes } from "./variables/variables.routes.ts";
import { deliveryRoutes, sourceDeliveryRoutes } from "./webhooks/deliveries.routes.ts";
import { webhookRoutes } from "./webhooks/webhooks.routes.ts";

const anyone = guard({ auth: "public", tenant: "none", reason: "describes the API, holds no rows" });

/** The order of a push's way, after the people and before the rest. */
const v1 = () =>
  new Hono<ApiEnv>()
    .route("/setup", setupRoutes)
    .route("/me", meRoutes)
    .route("/instance", instanceRoutes)
    .route("/teams", teamRoutes)
    .route("/members", memberRoutes)
    .route("/invitations", invitationRoutes)
    .route("/tokens", tokenRoutes)
    .route("/audit", auditRoutes)
    .route("/projects", projectRoutes)
    .route("/environments", environmentRoutes)
    .route("/servers", serversRoutes)
    .route("/destinations", destinationRoutes)
    .route("/runners", runnerRoutes)
    .route("/sources", sourceRoutes)
    .route("/sources", sourceDeliveryRoutes)
    .route("/registries", registryRoutes)
    .route("/applications", applicationRoutes)
    .route("/applications", applicationDomainRoutes)
    .route("/applications", applicationVariableRoutes)
    .route("/domains", domainRoutes)
    .route("/variables", variableRoutes)
    .route("/webhooks", webhookRoutes)
    .route("/deliveries", deliveryRoutes)
    .route("/applications", applicationDeploymentRoutes)
    .route("/deployments", deploymentRoutes)
    .route("/runner", enrolRoutes)
    .route("/runner", runnerJobRoutes)
    .route("/deployments", logRoutes)
    .route("/channels", channelRoutes)
    .route("/events", eventRoutes);

/** The control plane, the same in both homes: `app.fetch(request, { deps, client })`. */
export function createApp() {
  const app = new Hono<ApiEnv>();
  app.onError(onError);
  app.notFound((c) => onError(notFound("route"), c));
  app.use(context);
  app.use(ownPagesOnly);
  let document: Awaited<ReturnType<typeof openApiDocument>> | undefined;
  return app
    .get("/api/v1/openapi.json", anyone, async (c) => {
      // The document is kept, never its promise: in workerd one request must not wait on another's.
      document ??= await openApiDocument(app, c.var.deps.config);
      return c.json(document);
    })
    .route("/api/auth", authRoutes)
    .route("/api/v1", v1())
    .route("/install", installRoutes);
}

export type AppType = ReturnType<typeof createApp>;
