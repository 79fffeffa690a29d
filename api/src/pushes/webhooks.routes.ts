import { Hono } from "hono";
import type { ApiEnv } from "../kit/http/api-env.ts";
import { describe } from "../kit/http/describe.ts";
import { endingSignal } from "../kit/http/ending-signal.ts";
import { guard } from "../kit/http/guard.ts";
import { type After, afterMs, arrivingBody, largestBytes, statedBytes } from "./arriving-body.ts";
import { receiveDelivery } from "./receive-delivery.ts";
import { createWebhookLimits, type WebhookLimits } from "./webhook-limits.ts";

const receive = guard({
  auth: "public",
  tenant: "none",
  reason: "The signature over the raw body is the proof; forges cannot sign in.",
  // By source: many teams' forges call from the same networks.
  isPaced: false,
  bodyLimitBytes: largestBytes,
});

/** `after`: how the time is told that a body may take. */
export const createWebhookRoutes = (limits: WebhookLimits, after: After = afterMs) =>
  new Hono<ApiEnv>().post(
    "/:key",
    receive,
    describe({ tag: "Webhooks", summary: "Take a delivery of a forge", status: 202 }),
    async (c) => {
      await receiveDelivery(c.var.deps, {
        key: c.req.param("key"),
        headers: c.req.raw.headers,
        stated: statedBytes(c),
        open: () => arrivingBody(c, after),
        limits,
        signal: () => endingSignal(c),
      });
      return c.body(null, 202);
    },
  );

/** What forges call. Mounted at `/webhooks`. */
export const webhookRoutes = createWebhookRoutes(createWebhookLimits());
