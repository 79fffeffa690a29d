import { Hono } from "hono";
import * as v from "valibot";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { pageOf, toPage } from "../../kit/http/page.ts";
import { body, noQuery, params, query } from "../../kit/http/validate.ts";
import { ResourceId } from "../../resources/resource-id.ts";
import { JobView } from "../../work/jobs/jobs.schemas.ts";
import { listJobs, toJobViews } from "../../work/jobs/list-jobs.ts";
import { deployResource } from "./deploy-resource.ts";
import { toOneView, toViews } from "./deployment-views.ts";
import { DeploymentQuery, DeploymentView, StartDeployment } from "./deployments.schemas.ts";
import { getResourceOfTeam, listDeploymentRows } from "./deployments.store.ts";
import { operateResource } from "./operate-resource.ts";

const tag = "Resources";
const Operation = v.object({ ...ResourceId.entries, kind: v.picklist(["stop", "start", "restart"]) });
const read = guard({ auth: "user", action: "resource.view", tenant: "team" });
const run = guard({ auth: "user", action: "resource.deploy", tenant: "team" });
const operate = guard({ auth: "user", action: "resource.operate", tenant: "team" });

/** Mounted at `/resources` and at the address of each kind. */
export const resourceDeploymentRoutes = new Hono<ApiEnv>()
  .get(
    "/:id/deployments",
    read,
    describe({ tag, summary: "List deployments of a resource", ok: pageOf(DeploymentView) }),
    params(ResourceId),
    query(DeploymentQuery),
    async (c) => {
      const { deps, actor } = c.var;
      const page = { ...c.req.valid("query"), resourceId: c.req.valid("param").id };
      await getResourceOfTeam(deps.db, actor.teamId, page.resourceId);
      const { items, nextCursor } = toPage(
        await listDeploymentRows(deps.db, actor.teamId, page),
        page.limit,
        (row) => row,
      );
      return c.json({ items: await toViews(deps, actor.teamId, items), nextCursor });
    },
  )
  .post(
    "/:id/deployments",
    run,
    describe({ tag, summary: "Deploy a resource", ok: DeploymentView, status: 202 }),
    params(ResourceId),
    body(StartDeployment),
    async (c) => {
      const { deps, actor } = c.var;
      const order = { id: c.req.valid("param").id, input: c.req.valid("json") };
      return c.json(await toOneView(deps, await deployResource(deps, actor, order)), 202);
    },
  )
  .get(
    "/:id/jobs",
    read,
    describe({ tag, summary: "List the latest work on a resource that is no deployment", ok: v.array(JobView) }),
    params(ResourceId),
    noQuery,
    async (c) => {
      const { deps, actor } = c.var;
      const { id } = c.req.valid("param");
      await getResourceOfTeam(deps.db, actor.teamId, id);
      return c.json(await listJobs(deps, actor.teamId, id));
    },
  )
  .post(
    "/:id/:kind{stop|start|restart}",
    operate,
    describe({ tag, summary: "Stop, start or restart a resource", ok: JobView, status: 202 }),
    params(Operation),
    async (c) => {
      const { deps, actor } = c.var;
      const [view] = await toJobViews(deps, actor.teamId, [await operateResource(deps, actor, c.req.valid("param"))]);
      return c.json(view, 202);
    },
  );
