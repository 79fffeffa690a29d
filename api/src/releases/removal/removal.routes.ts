import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { params, query } from "../../kit/http/validate.ts";
import { ResourceId } from "../../resources/resource-id.ts";
import { deleteApplication } from "./delete-application.ts";
import { DeleteQuery, RemovalView } from "./removal.schemas.ts";

const tag = "Resources";
const remove = guard({ auth: "user", action: "resource.admin", tenant: "team" });

export const resourceRemovalRoutes = new Hono<ApiEnv>().delete(
  "/:id",
  remove,
  describe({ tag, summary: "Remove a resource from its server and delete it", ok: RemovalView, status: 202 }),
  params(ResourceId),
  query(DeleteQuery),
  async (c) => {
    const isForced = c.req.valid("query").force === "true";
    return c.json(await deleteApplication(c.var.deps, c.var.actor, { ...c.req.valid("param"), isForced }), 202);
  },
);
