import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { pageOf, toPage } from "../../kit/http/page.ts";
import { params, query } from "../../kit/http/validate.ts";
import { cancelDeployment } from "./cancel-deployment.ts";
import { toDetail, toOneView, toViews } from "./deployment-views.ts";
import {
  AtServer,
  DeploymentDetail,
  DeploymentId,
  DeploymentQuery,
  DeploymentView,
  RollbackView,
} from "./deployments.schemas.ts";
import { getDeploymentRow, listDeploymentRows } from "./deployments.store.ts";
import { redeploy } from "./redeploy.ts";
import { rollbackDeployment } from "./rollback-deployment.ts";

const tag = "Deployments";
const read = guard({ auth: "user", action: "deployment.view", tenant: "team" });
const run = guard({ auth: "user", action: "deployment.deploy", tenant: "team" });

/** Mounted at `/deployments`. */
export const deploymentRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List deployments of the team", ok: pageOf(DeploymentView) }),
    query(DeploymentQuery),
    async (c) => {
      const { deps, actor } = c.var;
      const page = c.req.valid("query");
      const { items, nextCursor } = toPage(
        await listDeploymentRows(deps.db, actor.teamId, page),
        page.limit,
        (row) => row,
      );
      return c.json({ items: await toViews(deps, actor.teamId, items), nextCursor });
    },
  )
  .get(
    "/:id",
    read,
    describe({ tag, summary: "Get a deployment with its steps", ok: DeploymentDetail }),
    params(DeploymentId),
    query(AtServer),
    async (c) => {
      const { deps, actor } = c.var;
      const row = await getDeploymentRow(deps.db, actor.teamId, c.req.valid("param").id);
      return c.json(await toDetail(deps, row, c.req.valid("query").server));
    },
  )
  .post(
    "/:id/cancel",
    run,
    describe({ tag, summary: "Cancel a deployment that does not serve yet", ok: DeploymentView, status: 202 }),
    params(DeploymentId),
    async (c) => {
      const { deps, actor } = c.var;
      return c.json(await toOneView(deps, await cancelDeployment(deps, actor, c.req.valid("param"))), 202);
    },
  )
  .post(
    "/:id/redeploy",
    run,
    describe({ tag, summary: "Deploy the same commit with the settings of today", ok: DeploymentView, status: 202 }),
    params(DeploymentId),
    async (c) => {
      const { deps, actor } = c.var;
      return c.json(await toOneView(deps, await redeploy(deps, actor, c.req.valid("param"))), 202);
    },
  )
  .post(
    "/:id/rollback",
    run,
    describe({ tag, summary: "Release this earlier deployment again", ok: RollbackView, status: 202 }),
    params(DeploymentId),
    async (c) => {
      const { deps, actor } = c.var;
      const { deployment, autoDeploySwitchedOff } = await rollbackDeployment(deps, actor, c.req.valid("param"));
      return c.json({ deployment: await toOneView(deps, deployment), autoDeploySwitchedOff }, 202);
    },
  );
