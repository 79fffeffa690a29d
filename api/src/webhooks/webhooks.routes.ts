import { Hono } from "hono";
import type { ApiEnv } from "../http/api-env.ts";
import { describe } from "../http/describe.ts";
import { endingSignal } from "../http/ending-signal.ts";
import { guard } from "../http/guard.ts";
import { receiveDelivery } from "./receive-delivery.ts";
import { createWebhookLimits, type WebhookLimits } from "./webhook-limits.ts";

const receive = guard({
  auth: "public",
  tenant: "none",
  reason: "The signature over the raw body is the proof; forges cannot sign in.",
  // By source: many teams' forges call from the same networks.
  isPaced: false,
  bodyLimitBytes: 5 * 1024 * 1024,
});

export const createWebhookRoutes = (limits: WebhookLimits) =>
  new Hono<ApiEnv>().post(
    "/:key",
    receive,
    describe({ tag: "Webhooks", summary: "Take a delivery of a forge", status: 202 }),
    async (c) => {
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      await receiveDelivery(c.var.deps, {
        key: c.req.param("key"),
        headers: c.req.raw.headers,
        bytes,
        limits,
        signal: () => endingSignal(c),
      });
      return c.body(null, 202);
    },
  );

/** What forges call. Mounted at `/webhooks`. */
export const webhookRoutes = createWebhookRoutes(createWebhookLimits());
