import { openDatabase } from "@fairlead/db";
import { readWorkerConfig, type WorkerConfig } from "../config.ts";
import type { Client, Deps } from "../deps.ts";
import { createAuth } from "./auth.ts";
import { systemClock } from "./clock.ts";
import { createDurableHub, type HubNamespace } from "./durable-hub.ts";
import { randomIds } from "./ids.ts";
import { consoleLog } from "./log.ts";
import { createMailer } from "./mailer.ts";
import { createSecretBox } from "./secret-box.ts";
import { version } from "./version.ts";
import { createWorkerEgress } from "./worker-egress.ts";

export type WorkerBindings = { HUB: HubNamespace } & Record<string, unknown>;
type Alive = { waitUntil(work: Promise<unknown>): void };

/** Read once an isolate: the bindings of a deployed version never change. */
let config: WorkerConfig | undefined;

const settingsOf = (bindings: WorkerBindings) =>
  Object.fromEntries(
    Object.entries(bindings).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );

/**
 * Everything for one request, nothing shared with another: in workerd a client, or a promise of another request, hangs whoever
 * waits on it.
 */
export function openWorkerDeps(bindings: WorkerBindings, alive: Alive): Deps {
  config ??= readWorkerConfig(settingsOf(bindings));
  const { url, trustedOrigins, mailFrom, secret, setupCode, allowedPrivateHosts } = config;
  const db = openDatabase(config.databaseUrl, config.databaseToken);
  const background = (work: () => Promise<void>) =>
    alive.waitUntil(work().catch((error: unknown) => consoleLog.error("work in the background failed", error)));
  return {
    db,
    clock: systemClock,
    ids: randomIds,
    secrets: createSecretBox(secret),
    hub: createDurableHub(bindings.HUB, background),
    mailer: createMailer({ apiKey: config.resendApiKey, from: mailFrom }),
    egress: createWorkerEgress({ allowedPrivateHosts }),
    log: consoleLog,
    config: { url, trustedOrigins, allowedPrivateHosts, mailFrom, version },
    auth: createAuth({ db, url, secret }),
    firstStart: { setupCode: () => setupCode, ownerCreated: async () => {} },
    background,
  };
}

/** Cloudflare sets this header itself and drops what a client sent under its name. */
export const clientOf = (request: Request): Client => ({
  ip: request.headers.get("CF-Connecting-IP"),
  userAgent: request.headers.get("User-Agent"),
});
