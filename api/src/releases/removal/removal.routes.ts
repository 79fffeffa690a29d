import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { ServerId } from "../../places/servers/servers.schemas.ts";
import { ResourceId } from "../../resources/resource-id.ts";
import { forgetServer } from "./forget-server.ts";
import { forgetTarget } from "./forget-target.ts";
import { DeleteQuery, ForgetTarget, RemovalView } from "./removal.schemas.ts";
import { removeResource } from "./remove-resource.ts";

const tag = "Resources";
const remove = guard({ auth: "user", action: "resource.admin", tenant: "team" });
const removeServer = guard({ auth: "user", action: "server.admin", tenant: "team" });

export const resourceRemovalRoutes = new Hono<ApiEnv>()
  .delete(
    "/:id",
    remove,
    describe({ tag, summary: "Remove a resource from its server and delete it", ok: RemovalView, status: 202 }),
    params(ResourceId),
    query(DeleteQuery),
    async (c) => {
      const isForced = c.req.valid("query").force === "true";
      return c.json(await removeResource(c.var.deps, c.var.actor, { ...c.req.valid("param"), isForced }), 202);
    },
  )
  .post(
    "/:id/forget",
    remove,
    describe({ tag, summary: "Forget a resource on a server that is away", ok: RemovalView }),
    params(ResourceId),
    body(ForgetTarget),
    async (c) =>
      c.json(await forgetTarget(c.var.deps, c.var.actor, { ...c.req.valid("param"), ...c.req.valid("json") })),
  );

export const serverRemovalRoutes = new Hono<ApiEnv>().post(
  "/:id/forget",
  removeServer,
  describe({
    tag: "Servers",
    summary: "Delete a server that is away for good, with what runs elsewhere too",
    ok: RemovalView,
  }),
  params(ServerId),
  async (c) => c.json(await forgetServer(c.var.deps, c.var.actor, c.req.valid("param"))),
);
