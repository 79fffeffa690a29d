import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { pageOf, toPage } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { listApplications } from "./application-list.store.ts";
import { ApplicationItem, ApplicationView } from "./application-views.ts";
import { ApplicationId, ApplicationQuery, CreateApplication, UpdateApplication } from "./applications.schemas.ts";
import { getApplicationDetail } from "./applications.store.ts";
import { createApplication } from "./create-application.ts";
import { toApplicationItem, toApplicationView } from "./to-application-view.ts";
import { updateApplication } from "./update-application.ts";

const tag = "Applications";
const read = guard({ auth: "user", action: "resource.view", tenant: "team" });
const create = guard({ auth: "user", action: "environment.configure", tenant: "team" });
const write = guard({ auth: "user", action: "resource.configure", tenant: "team" });
const viewOf = async ({ deps, actor }: ApiEnv["Variables"], { id }: { id: string }) =>
  toApplicationView(await getApplicationDetail(deps.db, actor.teamId, id));

export const applicationRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List applications", ok: pageOf(ApplicationItem) }),
    query(ApplicationQuery),
    async (c) => {
      const page = c.req.valid("query");
      const rows = await listApplications(c.var.deps.db, c.var.actor.teamId, page);
      return c.json(toPage(rows, page.limit, toApplicationItem));
    },
  )
  .post(
    "/",
    create,
    describe({ tag, summary: "Create an application", ok: ApplicationView, status: 201 }),
    body(CreateApplication),
    async (c) =>
      c.json(await viewOf(c.var, await createApplication(c.var.deps, c.var.actor, c.req.valid("json"))), 201),
  )
  .get(
    "/:id",
    read,
    describe({ tag, summary: "Get an application", ok: ApplicationView }),
    params(ApplicationId),
    async (c) => c.json(await viewOf(c.var, c.req.valid("param"))),
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
        read: () => viewOf(c.var, change),
        compare: (view) => ({
          theirs: { ...view, environmentId: view.environment.id },
          hidden: ["origin.registryPassword"],
        }),
      });
      return c.json(answer);
    },
  );
