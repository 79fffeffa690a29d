import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { params, query } from "../../kit/http/validate.ts";
import { RemovalView } from "../../resources/applications/application-views.ts";
import { ApplicationId, DeleteQuery } from "../../resources/applications/applications.schemas.ts";
import { deleteApplication } from "./delete-application.ts";

const tag = "Applications";
const remove = guard({ auth: "user", action: "resource.admin", tenant: "team" });

export const applicationRemovalRoutes = new Hono<ApiEnv>().delete(
  "/:id",
  remove,
  describe({ tag, summary: "Remove an application from its server and delete it", ok: RemovalView, status: 202 }),
  params(ApplicationId),
  query(DeleteQuery),
  async (c) => {
    const isForced = c.req.valid("query").force === "true";
    return c.json(await deleteApplication(c.var.deps, c.var.actor, { ...c.req.valid("param"), isForced }), 202);
  },
);
