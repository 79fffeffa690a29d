import { Hono } from "hono";
import { eventRoutes } from "./kit/events/events.routes.ts";
import type { ApiEnv } from "./kit/http/api-env.ts";
import { context } from "./kit/http/context.ts";
import { guard } from "./kit/http/guard.ts";
import { holdRefused } from "./kit/http/hold-refused.ts";
import { openApiDocument } from "./kit/http/openapi.ts";
import { ownPagesOnly } from "./kit/http/origin.ts";
import { onError } from "./kit/http/problem.ts";
import { logRoutes } from "./observe/logs/logs.routes.ts";
import { authRoutes } from "./people/access/auth.routes.ts";
import { auditRoutes } from "./people/audit/audit.routes.ts";
import { meRoutes } from "./people/identity/me.routes.ts";
import { instanceRoutes } from "./people/instance/instance.routes.ts";
import { setupRoutes } from "./people/setup/setup.routes.ts";
import { invitationRoutes } from "./people/teams/invitations.routes.ts";
import { memberRoutes } from "./people/teams/members.routes.ts";
import { teamRoutes } from "./people/teams/teams.routes.ts";
import { tokenRoutes } from "./people/tokens/tokens.routes.ts";
import { installRoutes } from "./places/install/install.routes.ts";
import { environmentRoutes } from "./places/projects/environments.routes.ts";
import { projectRoutes } from "./places/projects/projects.routes.ts";
import { registryRoutes } from "./places/registries/registries.routes.ts";
import { enrolRoutes } from "./places/runners/enrol.routes.ts";
import { runnerRoutes } from "./places/runners/runners.routes.ts";
import { destinationRoutes } from "./places/servers/destinations.routes.ts";
import { serversRoutes } from "./places/servers/servers.routes.ts";
import { deliveryRoutes, sourceDeliveryRoutes } from "./pushes/deliveries.routes.ts";
import { webhookRoutes } from "./pushes/webhooks.routes.ts";
import { bulkRoutes } from "./releases/bulk/bulk.routes.ts";
import { environmentChangesRoutes, resourceChangesRoutes } from "./releases/changes/changes.routes.ts";
import { deploymentRoutes } from "./releases/deployments/deployments.routes.ts";
import { resourceDeploymentRoutes } from "./releases/deployments/resource-deployments.routes.ts";
import { resourceRemovalRoutes, serverRemovalRoutes } from "./releases/removal/removal.routes.ts";
import { applicationRoutes } from "./resources/applications/applications.routes.ts";
import { domainRoutes, resourceDomainRoutes } from "./resources/domains/domains.routes.ts";
import { resourceFileRoutes } from "./resources/files/files.routes.ts";
import { resourceRoutes } from "./resources/kinds/resources.routes.ts";
import { ofKind } from "./resources/of-kind.ts";
import { resourceTagRoutes, tagRoutes } from "./resources/tags/tags.routes.ts";
import {
  environmentVariableRoutes,
  projectVariableRoutes,
  resourceVariableRoutes,
  serverVariableRoutes,
  teamVariableRoutes,
  variableRoutes,
} from "./resources/variables/variables.routes.ts";
import { volumeRoutes } from "./resources/volumes/volumes.routes.ts";
import { notFound } from "./rules/errors.ts";
import { sourceRoutes } from "./sources/sources.routes.ts";
import { runnerJobRoutes } from "./work/jobs/jobs.routes.ts";
import { channelRoutes } from "./work/notifications/notifications.routes.ts";

const anyone = guard({ auth: "public", tenant: "none", reason: "describes the API, holds no rows" });

/** What whatever runs has: the same at `/resources` and at the address of each kind. */
const sharedRoutes = new Hono<ApiEnv>()
  .route("/", resourceDomainRoutes)
  .route("/", resourceVariableRoutes)
  .route("/", resourceFileRoutes)
  .route("/", resourceTagRoutes)
  .route("/", resourceDeploymentRoutes)
  .route("/", resourceRemovalRoutes)
  .route("/", resourceChangesRoutes);

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
    .route("/servers", serverRemovalRoutes)
    .route("/destinations", destinationRoutes)
    .route("/runners", runnerRoutes)
    .route("/sources", sourceRoutes)
    .route("/sources", sourceDeliveryRoutes)
    .route("/registries", registryRoutes)
    .route("/resources", resourceRoutes)
    .route("/resources", sharedRoutes)
    .use("/applications/:id/*", ofKind("application"))
    .route("/applications", applicationRoutes)
    .route("/applications", sharedRoutes)
    .route("/tags", tagRoutes)
    .route("/bulk", bulkRoutes)
    .route("/domains", domainRoutes)
    .route("/variables", variableRoutes)
    .route("/servers", serverVariableRoutes)
    .route("/environments", environmentVariableRoutes)
    .route("/projects", projectVariableRoutes)
    .route("/teams", teamVariableRoutes)
    .route("/volumes", volumeRoutes)
    .route("/webhooks", webhookRoutes)
    .route("/deliveries", deliveryRoutes)
    .route("/environments", environmentChangesRoutes)
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
  app.use(holdRefused);
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
