import { auditEntry } from "../kit/audit/audit-log.ts";
import type { Deps, SealPlace, Turn } from "../kit/deps.ts";
import { previousWebhookSecretPlace, webhookSecretPlace } from "../kit/secrets/secret-places.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { AppError, limited } from "../rules/errors.ts";
import { type ArrivingBody, largestBytes, tooLarge } from "./arriving-body.ts";
import type { Call } from "./forges/forge-reader.ts";
import { readers } from "./forges/readers.ts";
import { keepSource, keptSource } from "./kept-sources.ts";
import { kickInbox } from "./kick-inbox.ts";
import { openKept } from "./opened-secrets.ts";
import { readLarge } from "./read-large.ts";
import {
  findSourceByWebhookKey,
  insertDelivery,
  noteRefusal,
  type WebhookRefusal,
  type WebhookSource,
} from "./receive.store.ts";
import { hasRoom, storeDelivery } from "./store-delivery.ts";
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
  const kept = isSmall(arrival) ? keptSource(key) : undefined;
  const source = kept ?? (await readSource(deps, key));
  if (!limits.maySend(source.id, deps.clock.now()))
    throw limited("webhook.limit", "Too many calls for this source.", { retryAfterSeconds: 10 });
  await deps.paces.take(deps, "deliveries", source.id);
  await deps.paces.take(deps, "teamDeliveries", source.teamId);
  try {
    await admitted(deps, { source, isKept: kept !== undefined }, arrival);
  } catch (error) {
    await tellRefusal(deps, source, { error, limits });
    throw error;
  }
}

const isSmall = ({ stated }: Arrival) => stated !== undefined && stated <= smallBytes;

/** `isKept`: read for a call before this one. */
type Known = { source: WebhookSource; isKept: boolean };

async function readSource({ db }: Deps, key: string): Promise<WebhookSource> {
  const source = /^[0-9A-Za-z]{16,64}$/.test(key) ? await findSourceByWebhookKey(db, key) : undefined;
  if (!source) throw refused();
  keepSource(source);
  return source;
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

async function admitted(deps: Deps, known: Known, arrival: Arrival): Promise<void> {
  const { limits, stated, open, signal = neverGone } = arrival;
  const { teamId } = known.source;
  if (stated !== undefined && stated > largestBytes) throw tooLarge();
  const place = isSmall(arrival) ? undefined : await limits.large.enter();
  try {
    const body = await open();
    const turn = await deps.turns.enter({ subject: teamId, lane: "forges" }, signal);
    try {
      const taken = await take(deps, known, { ...arrival, body, turn });
      // What waits for the disk works on nothing; of one team so many do.
      if (hasRoom(deps.db, teamId)) turn.leave();
      await keepDelivery(deps, taken, arrival);
    } finally {
      turn.leave();
    }
  } finally {
    place?.();
  }
}

/** A call that was proven, and by what: what is kept of its body, the hash of all of it, and whether it is proven by another source too. */
type Taken = {
  by: WebhookSource;
  body: string;
  sha256: () => Promise<string>;
  isProvenBy: (source: WebhookSource) => Promise<boolean>;
};

async function take(
  deps: Deps,
  known: Known,
  { headers, body, turn }: Arrival & { body: ArrivingBody; turn: Turn },
): Promise<Taken> {
  const now = deps.clock.now();
  if (body instanceof Uint8Array) {
    const isProvenBy = (source: WebhookSource) => isGenuine(deps, source, { headers, bytes: body, now });
    const by = await proverOf(deps, known, isProvenBy);
    return { by, body: decoder.decode(body), sha256: () => sha256(body), isProvenBy };
  }
  if (headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) throw largeForm();
  const { source } = known;
  const { asks } = readers[source.forge];
  const asked = await Promise.all((await secretsOf(deps, source, now)).map((secret) => asks({ headers, now }, secret)));
  const proofs = asked.includes(true) || asked.flatMap((each) => (typeof each === "boolean" ? [] : each));
  if (proofs !== true && proofs.length === 0) throw refused();
  // Its sender decides how long it takes: meanwhile the place is somebody else's.
  const read = await turn.outside(() => readLarge(body, { proofs }));
  if (!read.isGenuine) throw refused();
  if (read.body === null) throw tooLarge();
  return { by: source, body: read.body, sha256: async () => read.sha256, isProvenBy: async () => true };
}

const decoder = new TextDecoder();

/** By the source as it was kept, or as it is now: only that may refuse. */
async function proverOf(
  deps: Deps,
  { source, isKept }: Known,
  isProvenBy: Taken["isProvenBy"],
): Promise<WebhookSource> {
  if (isKept && (await isProvenBy(source))) return source;
  const fresh = isKept ? await readSource(deps, source.webhookKey) : source;
  if (!(await isProvenBy(fresh))) throw refused();
  return fresh;
}

async function keepDelivery(deps: Deps, taken: Taken, { headers, key }: Arrival): Promise<void> {
  const { by } = taken;
  await deps.paces.take(deps, "dayDeliveries", by.teamId);
  const { event, deliveryKey } = readers[by.forge].identify(headers);
  const row = {
    id: deps.ids.next("delivery"),
    by,
    deliveryKey: cut(deliveryKey) ?? `body:${await taken.sha256()}`,
    event: cut(event) ?? "",
    body: taken.body,
    now: deps.clock.now(),
  };
  if (!(await storeDelivery(deps.db, row))) {
    // Its source was changed since it was read, or the delivery is known: that is told by the source as it is now.
    const fresh = await readSource(deps, key);
    if (!(await taken.isProvenBy(fresh))) throw refused();
    await insertDelivery(deps.db, { ...row, by: fresh });
  }
  kickInbox(deps, by);
}

/** Headers are the sender's: no more of them is kept than a forge would send. */
const cut = (text: string | null) => (text ? text.slice(0, 200) : null);

async function isGenuine(deps: Deps, source: WebhookSource, call: Call): Promise<boolean> {
  for (const secret of await secretsOf(deps, source, call.now))
    if (readers[source.forge].isGenuine(call, secret)) return true;
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
