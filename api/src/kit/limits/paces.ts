import { limited } from "../../rules/errors.ts";
import { type Limits, limitSentence, usualLimits } from "../../rules/limits.ts";
import type { Deps, Paces } from "../deps.ts";
import { readLimits } from "./limits.store.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** How long a value that the owner changed may stay unknown to another process. */
const freshMs = 10_000;
/** The oldest is forgotten beyond: forgetting a count only ever lets more through. */
const mostBuckets = 50_000;

/**
 * Who is refused gets the answer after this: one who asks again at once, and again, costs no more than that. It holds a connection and
 * nothing else.
 */
const holdMs = 250;
const hold = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** `burst`: the share of the limit that may come at once. */
const rules = {
  requests: { windowMs: minuteMs, burst: 1 / 6 },
  teamRequests: { windowMs: minuteMs, burst: 1 / 6 },
  strangerRequests: { windowMs: minuteMs, burst: 1 / 6 },
  deliveries: { windowMs: minuteMs, burst: 1 / 6 },
  teamDeliveries: { windowMs: minuteMs, burst: 1 / 6 },
  dayDeliveries: { windowMs: dayMs, burst: 1 },
  variableTraffic: { windowMs: minuteMs, burst: 1 / 6 },
} as const;
export type PaceKind = keyof typeof rules;
type Counted = { subject: string; amount: number };

/**
 * Counts what comes too often to be counted in the database. In memory: several processes let so many times as much through, which is
 * still a bound.
 */
export function createPaces({ wait = hold } = {}): Paces {
  const buckets = new Map<string, { left: number; at: number }>();
  let limits: Limits = usualLimits;
  let readAt = Number.NEGATIVE_INFINITY;

  async function refresh({ db, clock, log }: Pick<Deps, "db" | "clock" | "log">) {
    if (clock.now() - readAt < freshMs) return;
    // Whoever comes meanwhile is judged by the values before: no request waits on another's.
    readAt = clock.now();
    await readLimits(db).then(
      (read) => {
        limits = read;
      },
      (error: unknown) => log.error("the limits could not be read", error),
    );
  }

  async function count(deps: Pick<Deps, "db" | "clock" | "log">, kind: PaceKind, { subject, amount }: Counted) {
    await refresh(deps);
    const now = deps.clock.now();
    const { windowMs, burst } = rules[kind];
    const room = Math.max(1, limits[kind] * burst);
    const key = `${kind}:${subject}`;
    const before = buckets.get(key) ?? { left: room, at: now };
    const left = Math.min(room, before.left + (Math.max(0, now - before.at) * limits[kind]) / windowMs);
    if (!buckets.has(key) && buckets.size >= mostBuckets) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    const asked = Math.min(1, amount);
    const passes = left >= asked;
    buckets.set(key, { left: passes ? left - amount : left, at: now });
    if (passes) return;
    await wait(holdMs);
    throw refusal(kind, { most: limits[kind], waitMs: ((asked - left) * windowMs) / limits[kind] });
  }

  return {
    take: (deps, kind, subject) => count(deps, kind, { subject, amount: 1 }),
    spend: count,
    forget() {
      readAt = Number.NEGATIVE_INFINITY;
    },
  };
}

function refusal(kind: PaceKind, { most, waitMs }: { most: number; waitMs: number }) {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  const told = limitSentence(kind, { used: most, most });
  return limited(`limit.${kind}`, `${told} Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
}

/** For tests of anything else: they ask faster than anybody. */
export const unpaced: Paces = { take: async () => {}, spend: async () => {}, forget: () => {} };
