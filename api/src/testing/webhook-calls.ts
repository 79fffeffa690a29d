import { Hono } from "hono";
import type { Deps } from "../kit/deps.ts";
import type { ApiEnv } from "../kit/http/api-env.ts";
import { onError } from "../kit/http/problem.ts";
import type { After } from "../pushes/arriving-body.ts";
import type { WebhookLimits } from "../pushes/webhook-limits.ts";
import { createWebhookRoutes } from "../pushes/webhooks.routes.ts";

export type WebhookCall = { key: string; body: BodyInit; headers: Record<string, string> };

/** One call of a forge at the address of its source, with nothing of the app around it but its errors. */
export async function callWebhook(
  { deps, limits, after }: { deps: Deps; limits: WebhookLimits; after?: After },
  { key, body, headers }: WebhookCall,
): Promise<{ status: number; text: string }> {
  const app = new Hono<ApiEnv>();
  app.onError(onError);
  app.use(async (c, next) => {
    c.set("deps", deps);
    await next();
  });
  app.route("/webhooks", createWebhookRoutes(limits, after));
  const init = { method: "POST", body, headers, duplex: "half" };
  const answer = await app.request(`/webhooks/${key}`, init);
  return { status: answer.status, text: await answer.text() };
}
