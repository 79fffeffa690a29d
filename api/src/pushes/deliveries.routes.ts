import { idOf } from "@fairlead/runner/contract";
import { Hono } from "hono";
import * as v from "valibot";
import type { ApiEnv } from "../kit/http/api-env.ts";
import { describe } from "../kit/http/describe.ts";
import { guard } from "../kit/http/guard.ts";
import { pageOf } from "../kit/http/page.ts";
import { params, query } from "../kit/http/validate.ts";
import { DeliveryDetail, DeliveryId, DeliveryQuery, DeliveryView } from "./deliveries.schemas.ts";
import { toDeliveryViews } from "./delivery-views.ts";
import { getDelivery } from "./get-delivery.ts";
import { listDeliveries, listDeliveriesOfSource } from "./list-deliveries.ts";
import { replayDelivery } from "./replay-delivery.ts";

const tag = "Deliveries";
const read = guard({ auth: "user", action: "delivery.view", tenant: "team" });
const replay = guard({ auth: "user", action: "delivery.deploy", tenant: "team" });

/** Mounted at `/deliveries`. */
export const deliveryRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List webhook deliveries of the team", ok: pageOf(DeliveryView) }),
    query(DeliveryQuery),
    async (c) => c.json(await listDeliveries(c.var.deps, c.var.actor, c.req.valid("query"))),
  )
  .get(
    "/:id",
    read,
    describe({ tag, summary: "Get a delivery with its payload", ok: DeliveryDetail }),
    params(DeliveryId),
    async (c) => c.json(await getDelivery(c.var.deps, c.var.actor, c.req.valid("param"))),
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
  guard({ auth: "user", action: "source.view", tenant: "team" }),
  describe({ tag, summary: "List webhook deliveries of a source", ok: pageOf(DeliveryView) }),
  params(v.object({ id: idOf("source") })),
  query(DeliveryQuery),
  async (c) => {
    const page = { ...c.req.valid("query"), ...c.req.valid("param") };
    return c.json(await listDeliveriesOfSource(c.var.deps, c.var.actor, page));
  },
);
