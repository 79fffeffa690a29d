import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { pageOf } from "../../kit/http/page.ts";
import { body, noQuery, params, query } from "../../kit/http/validate.ts";
import { BulkDetail, BulkId, BulkOrder, BulkPreview, BulkPreviewQuery, BulkQuery, BulkView } from "./bulk.schemas.ts";
import { cancelBulk } from "./cancel-bulk.ts";
import { getBulk } from "./get-bulk.ts";
import { listBulks } from "./list-bulks.ts";
import { previewBulk } from "./preview-bulk.ts";
import { startBulk } from "./start-bulk.ts";

const tag = "Bulk operations";
const read = guard({ auth: "user", action: "bulk.view", tenant: "team" });
const operate = guard({ auth: "user", action: "bulk.operate", tenant: "team" });

/** Mounted at `/bulk`. */
export const bulkRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List bulk operations", ok: pageOf(BulkView) }),
    query(BulkQuery),
    async (c) => c.json(await listBulks(c.var.deps, c.var.actor, c.req.valid("query"))),
  )
  .post(
    "/",
    operate,
    describe({
      tag,
      summary: "Deploy, restart, stop or start many resources as one operation",
      ok: BulkDetail,
      status: 202,
    }),
    body(BulkOrder),
    async (c) => {
      const { deps, actor } = c.var;
      return c.json(await getBulk(deps, actor, await startBulk(deps, actor, c.req.valid("json"))), 202);
    },
  )
  .get(
    "/preview",
    read,
    describe({ tag, summary: "What a bulk operation would be about, and what would be skipped", ok: BulkPreview }),
    query(BulkPreviewQuery),
    async (c) => c.json(await previewBulk(c.var.deps, c.var.actor, c.req.valid("query"))),
  )
  .get(
    "/:id",
    read,
    describe({ tag, summary: "Get a bulk operation with how far each member is", ok: BulkDetail }),
    params(BulkId),
    noQuery,
    async (c) => c.json(await getBulk(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .post(
    "/:id/cancel",
    operate,
    describe({ tag, summary: "Begin no more of a bulk operation", ok: BulkDetail }),
    params(BulkId),
    async (c) => {
      const { deps, actor } = c.var;
      const param = c.req.valid("param");
      await cancelBulk(deps, actor, param);
      return c.json(await getBulk(deps, actor, param));
    },
  );
