import { auditEntry } from "../kit/audit/audit-log.ts";
import type { Deps, SealPlace, Turn } from "../kit/deps.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { AppError, limited } from "../rules/errors.ts";
import { previousWebhookSecretPlace, webhookSecretPlace } from "../sources/source-secrets.ts";
import { type ArrivingBody, largestBytes, tooLarge } from "./arriving-body.ts";
import type { Call } from "./forges/forge-reader.ts";
import { readers } from "./forges/readers.ts";
import { kickInbox } from "./kick-inbox.ts";
import { openKept } from "./opened-secrets.ts";
import { readLarge } from "./read-large.ts";
import { findSourceByWebhookKey, noteRefusal, type WebhookRefusal, type WebhookSource } from "./receive.store.ts";
import { storeDelivery } from "./store-delivery.ts";
import type { WebhookLimits } from "./webhook-limits.ts";

/** The same answer for an unknown address, a missing signature and a wrong one. */
const refused = () =>
  new AppError("unauthenticated", "webhook.refused", {
    message: "The signature of this call does not fit its address.",
  });

const largeForm = () =>
  new AppError("invalid", "webhook.large_form", {
    message: "A payload of more than 5 MiB is taken as JSON only: set the webhook's content type to application/json.",
  });

/** Beyond it, few are taken at once. */
const smallBytes = 256 * 1024;

const neverGone = () => new AbortController().signal;

export type Arrival = {
  key: string;
  headers: Headers;
  /** Length of the body, if the sender tells it. */
  stated: number | undefined;
  /** Begins to take the body. */
  open: () => Promise<ArrivingBody>;
  limits: WebhookLimits;
  /** Aborts when the caller is gone. */
  signal?: () => AbortSignal;
};

/** Verifies a call over its raw bytes and stores it durably before it is answered. What it means is decided later. */
export async function receiveDelivery(deps: Deps, arrival: Arrival): Promise<void> {
  const { key, limits } = arrival;
  const now = deps.clock.now();
  const source = /^[0-9A-Za-z]{16,64}$/.test(key) ? await findSourceByWebhookKey(deps.db, key) : undefined;
  if (!source) throw refused();
  if (!limits.maySend(source.id, now))
    throw limited("webhook.limit", "Too many calls for this source.", { retryAfterSeconds: 10 });
  await deps.paces.take(deps, "deliveries", source.id);
  await deps.paces.take(deps, "teamDeliveries", source.teamId);
  try {
    await admitted(deps, source, arrival);
  } catch (error) {
    await tellRefusal(deps, source, { error, limits });
    throw error;
  }
}

/** What was not taken is nowhere in the inbox: the source itself says so, and of wrong signatures the audit log. */
async function tellRefusal(
  deps: Deps,
  source: WebhookSource,
  { error, limits }: { error: unknown; limits: WebhookLimits },
): Promise<void> {
  const reason = error instanceof AppError ? refusals[error.code] : undefined;
  if (reason === undefined) return;
  const now = deps.clock.now();
  const forged = reason === "signature" ? limits.countRefusal(source.id, now) : "counted";
  const count = limits.toldRefusals(source.id, { reason, now });
  const told = [];
  if (forged === "first") told.push(auditEntry(deps, refusedEntry(source)));
  if (count > 0) told.push(noteRefusal(deps.db, source, { reason, count, now }));
  if (told.length > 0) await runBatch(deps.db, told);
  if (forged === "too-many")
    throw limited("webhook.limit", "Too many calls with a wrong signature.", { retryAfterSeconds: 60 });
}

const refusedEntry = ({ id, teamId }: WebhookSource) => ({
  teamId,
  actor: "webhook",
  action: "webhook.refused",
  target: id,
});

const refusals: Partial<Record<string, WebhookRefusal>> = {
  "webhook.refused": "signature",
  "request.too_large": "too-large",
  "webhook.large_form": "large-form",
  "request.too_slow": "too-slow",
};

async function admitted(deps: Deps, source: WebhookSource, arrival: Arrival): Promise<void> {
  const { limits, stated, open, signal = neverGone } = arrival;
  if (stated !== undefined && stated > largestBytes) throw tooLarge();
  const place = stated === undefined || stated > smallBytes ? await limits.large.enter() : undefined;
  try {
    const body = await open();
    const turn = await deps.turns.enter({ subject: source.teamId, lane: "forges" }, signal);
    try {
      const taken = await take(deps, source, { ...arrival, body, turn });
      await keepDelivery(deps, source, { ...arrival, taken });
    } finally {
      turn.leave();
    }
  } finally {
    place?.();
  }
}

/** A call that was proven: what is kept of its body, and the hash of all of it. */
type Taken = { body: string; sha256: () => Promise<string> };

async function take(
  deps: Deps,
  source: WebhookSource,
  { headers, body, turn }: Arrival & { body: ArrivingBody; turn: Turn },
): Promise<Taken> {
  const now = deps.clock.now();
  if (body instanceof Uint8Array) {
    if (!(await isGenuine(deps, source, { headers, bytes: body, now }))) throw refused();
    return { body: new TextDecoder().decode(body), sha256: () => sha256(body) };
  }
  if (headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) throw largeForm();
  const { asks } = readers[source.forge];
  const asked = await Promise.all((await secretsOf(deps, source, now)).map((secret) => asks({ headers, now }, secret)));
  const proofs = asked.includes(true) || asked.flatMap((each) => (typeof each === "boolean" ? [] : each));
  if (proofs !== true && proofs.length === 0) throw refused();
  // Its sender decides how long it takes: meanwhile the place is somebody else's.
  const read = await turn.outside(() => readLarge(body, { proofs }));
  if (!read.isGenuine) throw refused();
  if (read.body === null) throw tooLarge();
  return { body: read.body, sha256: async () => read.sha256 };
}

async function keepDelivery(
  deps: Deps,
  source: WebhookSource,
  { headers, taken }: Arrival & { taken: Taken },
): Promise<void> {
  await deps.paces.take(deps, "dayDeliveries", source.teamId);
  const { event, deliveryKey } = readers[source.forge].identify(headers);
  await storeDelivery(deps.db, {
    id: deps.ids.next("delivery"),
    teamId: source.teamId,
    sourceId: source.id,
    deliveryKey: cut(deliveryKey) ?? `body:${await taken.sha256()}`,
    event: cut(event) ?? "",
    body: taken.body,
    now: deps.clock.now(),
  });
  kickInbox(deps, source);
}

/** Headers are the sender's: no more of them is kept than a forge would send. */
const cut = (text: string | null) => (text ? text.slice(0, 200) : null);

async function isGenuine(deps: Deps, source: WebhookSource, call: Call): Promise<boolean> {
  for (const secret of await secretsOf(deps, source, call.now))
    if (await readers[source.forge].isGenuine(call, secret)) return true;
  return false;
}

/** The present one, and the one before while it is still accepted. */
async function secretsOf(deps: Deps, source: WebhookSource, now: number): Promise<string[]> {
  const { teamId: team, wrappedKey, previousWebhookSecret, previousSecretEndsAt } = source;
  const open = (place: Omit<SealPlace, "team">, sealed: string) =>
    openKept(deps, { wrappedKey, place: { ...place, team }, sealed });
  const present = await open(webhookSecretPlace(source.id), source.webhookSecret);
  if (previousWebhookSecret === null || (previousSecretEndsAt ?? 0) <= now) return [present];
  return [present, await open(previousWebhookSecretPlace(source.id), previousWebhookSecret)];
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
