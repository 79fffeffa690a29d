import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { pageOf } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { ResourceItem } from "../list/resource-item.ts";
import { ApplicationView } from "./application-views.ts";
import { ApplicationId, ApplicationQuery, CreateApplication, UpdateApplication } from "./applications.schemas.ts";
import { createApplication } from "./create-application.ts";
import { getApplication } from "./get-application.ts";
import { listApplications } from "./list-applications.ts";
import { updateApplication } from "./update-application.ts";

const tag = "Applications";
const read = guard({ auth: "user", action: "resource.view", tenant: "team" });
const create = guard({ auth: "user", action: "environment.configure", tenant: "team" });
const write = guard({ auth: "user", action: "resource.configure", tenant: "team" });

export const applicationRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List applications", ok: pageOf(ResourceItem) }),
    query(ApplicationQuery),
    async (c) => c.json(await listApplications(c.var.deps, c.var.actor, c.req.valid("query"))),
  )
  .post(
    "/",
    create,
    describe({ tag, summary: "Create an application", ok: ApplicationView, status: 201 }),
    body(CreateApplication),
    async (c) => {
      const { deps, actor } = c.var;
      return c.json(await getApplication(deps, actor, await createApplication(deps, actor, c.req.valid("json"))), 201);
    },
  )
  .get(
    "/:id",
    read,
    describe({ tag, summary: "Get an application", ok: ApplicationView }),
    params(ApplicationId),
    async (c) => c.json(await getApplication(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Change an application", ok: ApplicationView }),
    params(ApplicationId),
    body(UpdateApplication),
    async (c) => {
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateApplication(c.var.deps, c.var.actor, change),
        read: () => getApplication(c.var.deps, c.var.actor, change),
        compare: (view) => ({ theirs: { ...view, environmentId: view.environment.id } }),
      });
      return c.json(answer);
    },
  );
