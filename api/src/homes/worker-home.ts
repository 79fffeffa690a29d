import { openDatabase } from "@fairlead/db";
import * as kinds from "../job-kinds.ts";
import { createAuth } from "../kit/adapters/auth.ts";
import { createCallBudget } from "../kit/adapters/call-budget.ts";
import { workerClock } from "../kit/adapters/clock.ts";
import { createDurableHub, type HubNamespace } from "../kit/adapters/durable-hub.ts";
import { randomIds } from "../kit/adapters/ids.ts";
import { consoleLog } from "../kit/adapters/log.ts";
import { createMailer } from "../kit/adapters/mailer.ts";
import { createSecretBox } from "../kit/adapters/secret-box.ts";
import { version } from "../kit/adapters/version.ts";
import { createWorkerEgress } from "../kit/adapters/worker-egress.ts";
import { readWorkerConfig, type WorkerConfig } from "../kit/config.ts";
import type { Client, Deps, Kicks } from "../kit/deps.ts";
import { createHold } from "../kit/limits/hold.ts";
import { createPaces } from "../kit/limits/paces.ts";
import { unlimitedTurns } from "../kit/limits/turns.ts";
import { markKey, refuseForeignSecret } from "../people/instance/refuse-foreign-secret.ts";

export type WorkerBindings = { HUB: HubNamespace } & Record<string, unknown>;
type Alive = { waitUntil(work: Promise<unknown>): void };

/** Six connections of an invocation may wait at the same time; some stay for the database. */
const callsAtOnce = 4;

/** Counts of an isolate: numbers only, nothing that a request waits for. */
const paces = createPaces();
const hold = createHold({ most: 1_000 });
/** Each look at the inbox is some calls to a database that is elsewhere: in a burst they are shared by more. */
const kicks: Kicks = { paceMs: 1_000, ofTeams: new Map() };
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
  const calls = createCallBudget({ calls: config.callsPerInvocation, atOnce: callsAtOnce });
  const db = openDatabase(config.databaseUrl, { authToken: config.databaseToken, fetch: calls.fetch });
  const background = (work: () => Promise<void>) =>
    alive.waitUntil(work().catch((error: unknown) => consoleLog.error("work in the background failed", error)));
  return {
    db,
    clock: workerClock,
    ids: randomIds,
    secrets: createSecretBox(secret),
    hub: createDurableHub(bindings.HUB, (work) => {
      calls.count();
      background(work);
    }),
    mailer: createMailer({ apiKey: config.resendApiKey, from: mailFrom, baseUrl: config.resendBaseUrl }),
    egress: createWorkerEgress({ allowedPrivateHosts, fetch: calls.fetch }),
    log: consoleLog,
    config: { url, trustedOrigins, allowedPrivateHosts, mailFrom, version },
    auth: createAuth({ db, url, secret }),
    firstStart: { setupCode: () => setupCode, ownerCreated: async () => {} },
    capacity: calls,
    paces,
    hold,
    // An isolate of many, each with few requests; and one of them must not wait for what another does.
    turns: unlimitedTurns,
    kinds,
    kicks,
    background,
  };
}

/** Asked once an isolate, by its first request: bindings and with them the secret never change under it. */
let isSecretOfData = false;

/** Throws ForeignSecret, and what the database says when it cannot be asked. */
export async function assureSecret(deps: Pick<Deps, "db" | "secrets" | "clock">): Promise<void> {
  if (isSecretOfData) return;
  await refuseForeignSecret(deps);
  await markKey(deps);
  isSecretOfData = true;
}

/** Cloudflare sets this header itself and drops what a client sent under its name. */
export const clientOf = (request: Request): Client => ({
  ip: request.headers.get("CF-Connecting-IP"),
  userAgent: request.headers.get("User-Agent"),
});
