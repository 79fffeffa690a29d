import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { body } from "../../kit/http/validate.ts";
import { BulkOrder, BulkSummary } from "./bulk.schemas.ts";
import { doToMany } from "./do-to-many.ts";

const operate = guard({ auth: "user", action: "resource.operate", tenant: "team" });

/** Mounted at `/resources` and at the address of each kind. */
export const bulkRoutes = new Hono<ApiEnv>().post(
  "/bulk",
  operate,
  describe({
    tag: "Resources",
    summary: "Deploy, restart, stop or start many resources",
    ok: BulkSummary,
    status: 202,
  }),
  body(BulkOrder),
  async (c) => c.json(await doToMany(c.var.deps, c.var.actor, c.req.valid("json")), 202),
);
