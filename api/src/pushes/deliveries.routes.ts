import { idOf } from "@fairlead/runner/contract";
import { Hono } from "hono";
import * as v from "valibot";
import type { ApiEnv } from "../kit/http/api-env.ts";
import { describe } from "../kit/http/describe.ts";
import { guard } from "../kit/http/guard.ts";
import { pageOf, toPage } from "../kit/http/page.ts";
import { params, query } from "../kit/http/validate.ts";
import { DeliveryDetail, DeliveryId, DeliveryQuery, DeliveryView } from "./deliveries.schemas.ts";
import { getDeliveryRow, getSourceOfTeam, listDeliveryRows } from "./deliveries.store.ts";
import { toDeliveryDetail, toDeliveryViews } from "./delivery-views.ts";
import { replayDelivery } from "./replay-delivery.ts";

const tag = "Deliveries";
const read = guard({ auth: "user", action: "delivery.read", tenant: "team" });
const replay = guard({ auth: "user", action: "delivery.replay", tenant: "team" });

/** Mounted at `/deliveries`. */
export const deliveryRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List webhook deliveries of the team", ok: pageOf(DeliveryView) }),
    query(DeliveryQuery),
    async (c) => {
      const { deps, actor } = c.var;
      const page = c.req.valid("query");
      const { items, nextCursor } = toPage(
        await listDeliveryRows(deps.db, actor.teamId, page),
        page.limit,
        (row) => row,
      );
      return c.json({ items: await toDeliveryViews(deps, actor.teamId, items), nextCursor });
    },
  )
  .get(
    "/:id",
    read,
    describe({ tag, summary: "Get a delivery with its payload", ok: DeliveryDetail }),
    params(DeliveryId),
    async (c) => {
      const { deps, actor } = c.var;
      const row = await getDeliveryRow(deps.db, actor.teamId, c.req.valid("param").id);
      return c.json(await toDeliveryDetail(deps, actor.teamId, row));
    },
  )
  .post(
    "/:id/replay",
    replay,
    describe({ tag, summary: "Decide a delivery once more", ok: DeliveryView, status: 202 }),
    params(DeliveryId),
    async (c) => {
      const { deps, actor } = c.var;
      const [view] = await toDeliveryViews(deps, actor.teamId, [
        await replayDelivery(deps, actor, c.req.valid("param")),
      ]);
      return c.json(view, 202);
    },
  );

/** Mounted at `/sources`. */
export const sourceDeliveryRoutes = new Hono<ApiEnv>().get(
  "/:id/deliveries",
  read,
  describe({ tag, summary: "List webhook deliveries of a source", ok: pageOf(DeliveryView) }),
  params(v.object({ id: idOf("source") })),
  query(DeliveryQuery),
  async (c) => {
    const { deps, actor } = c.var;
    const page = { ...c.req.valid("query"), sourceId: c.req.valid("param").id };
    await getSourceOfTeam(deps.db, actor.teamId, page.sourceId);
    const { items, nextCursor } = toPage(await listDeliveryRows(deps.db, actor.teamId, page), page.limit, (row) => row);
    return c.json({ items: await toDeliveryViews(deps, actor.teamId, items), nextCursor });
  },
);
