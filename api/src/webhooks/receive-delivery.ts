import { auditEntry } from "../audit-log.ts";
import type { Deps, SealPlace } from "../deps.ts";
import { AppError, limited } from "../domain/errors.ts";
import { previousWebhookSecretPlace, webhookSecretPlace } from "../sources/source-secrets.ts";
import { runBatch } from "../statement.ts";
import type { Call } from "./forges/forge-reader.ts";
import { readers } from "./forges/readers.ts";
import { kickInbox } from "./kick-inbox.ts";
import { openKept } from "./opened-secrets.ts";
import { findSourceByWebhookKey, type WebhookSource } from "./receive.store.ts";
import { storeDelivery } from "./store-delivery.ts";
import type { WebhookLimits } from "./webhook-limits.ts";

/** The same answer for an unknown address, a missing signature and a wrong one. */
const refused = () =>
  new AppError("unauthenticated", "webhook.refused", {
    message: "The signature of this call does not fit its address.",
  });

const neverGone = () => new AbortController().signal;

export type Arrival = {
  key: string;
  headers: Headers;
  bytes: Uint8Array<ArrayBuffer>;
  limits: WebhookLimits;
  /** Aborts when the caller is gone. */
  signal?: () => AbortSignal;
};

/** Verifies a call over its raw bytes and stores it durably before it is answered. What it means is decided later. */
export async function receiveDelivery(deps: Deps, arrival: Arrival): Promise<void> {
  const { key, limits, signal = neverGone } = arrival;
  const now = deps.clock.now();
  const source = /^[0-9A-Za-z]{16,64}$/.test(key) ? await findSourceByWebhookKey(deps.db, key) : undefined;
  if (!source) throw refused();
  if (!limits.maySend(source.id, now))
    throw limited("webhook.limit", "Too many calls for this source.", { retryAfterSeconds: 10 });
  await deps.paces.take(deps, "deliveries", source.id);
  await deps.paces.take(deps, "teamDeliveries", source.teamId);
  const turn = await deps.turns.enter({ subject: source.teamId, lane: "forges" }, signal);
  try {
    await takeDelivery(deps, source, arrival);
  } finally {
    turn.leave();
  }
}

async function takeDelivery(deps: Deps, source: WebhookSource, { headers, bytes, limits }: Arrival): Promise<void> {
  const now = deps.clock.now();
  const call: Call = { headers, bytes, now };
  if (!(await isGenuine(deps, source, call))) {
    await countRefusal(deps, source, limits);
    throw refused();
  }
  await deps.paces.take(deps, "dayDeliveries", source.teamId);
  const { event, deliveryKey } = readers[source.forge].identify(headers);
  await storeDelivery(deps.db, {
    id: deps.ids.next("delivery"),
    teamId: source.teamId,
    sourceId: source.id,
    deliveryKey: cut(deliveryKey) ?? `body:${await sha256(bytes)}`,
    event: cut(event) ?? "",
    body: new TextDecoder().decode(bytes),
    now,
  });
  kickInbox(deps, source);
}

/** Headers are the sender's: no more of them is kept than a forge would send. */
const cut = (text: string | null) => (text ? text.slice(0, 200) : null);

async function isGenuine(deps: Deps, source: WebhookSource, call: Call): Promise<boolean> {
  const { isGenuine: judge } = readers[source.forge];
  const { teamId: team, wrappedKey } = source;
  const open = (place: Omit<SealPlace, "team">, sealed: string) =>
    openKept(deps, { wrappedKey, place: { ...place, team }, sealed });
  if (await judge(call, await open(webhookSecretPlace(source.id), source.webhookSecret))) return true;
  const { previousWebhookSecret, previousSecretEndsAt } = source;
  if (previousWebhookSecret === null || (previousSecretEndsAt ?? 0) <= call.now) return false;
  return judge(call, await open(previousWebhookSecretPlace(source.id), previousWebhookSecret));
}

async function countRefusal(deps: Deps, source: WebhookSource, limits: WebhookLimits): Promise<void> {
  const now = deps.clock.now();
  const count = limits.countRefusal(source.id, now);
  const entry = { teamId: source.teamId, actor: "webhook", action: "webhook.refused", target: source.id };
  if (count === "first") await runBatch(deps.db, [auditEntry(deps, entry)]);
  if (count === "too-many")
    throw limited("webhook.limit", "Too many calls with a wrong signature.", { retryAfterSeconds: 60 });
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
