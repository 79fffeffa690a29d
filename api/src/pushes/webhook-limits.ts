import { limited } from "../rules/errors.ts";

export type WebhookLimits = {
  /** Takes one of the source's calls; false when it has none left at this moment. */
  maySend(sourceId: string, now: number): boolean;
  countRefusal(sourceId: string, now: number): "first" | "counted" | "too-many";
  /** How many refusals are to be written now: those since the last write, once a minute and whenever the reason is another one. */
  toldRefusals(sourceId: string, given: { reason: string; now: number }): number;
  /** Takes one of the few places for large bodies, and answers how it is given back. */
  large: { enter(): Promise<() => void> };
};

const minuteMs = 60_000;
const maxSources = 10_000;

/**
 * A flood from one source is answered 429 while the others are served. Counted per process: several processes let so many times as
 * much through, which is still a bound, and a valid signature is not refused because a shared counter is down.
 */
export function createWebhookLimits({
  perSecond = 2_000,
  burst = 4_000,
  refusalsPerMinute = 30,
  largeAtOnce = 3,
} = {}): WebhookLimits {
  const left = new Map<string, { calls: number; at: number }>();
  const refusals = new Map<string, { count: number; since: number }>();
  const told = new Map<string, { reason: string; since: number; held: number }>();
  return {
    toldRefusals(sourceId, { reason, now }) {
      const before = told.get(sourceId);
      const isSame = before?.reason === reason;
      const held = (isSame ? before.held : 0) + 1;
      const isHeld = isSame && now - before.since < minuteMs;
      remember(told, sourceId, isHeld ? { ...before, held } : { reason, since: now, held: 0 });
      return isHeld ? 0 : held;
    },
    large: places(largeAtOnce),
    maySend(sourceId, now) {
      const before = left.get(sourceId) ?? { calls: burst, at: now };
      const calls = Math.min(burst, before.calls + (Math.max(0, now - before.at) * perSecond) / 1_000);
      remember(left, sourceId, { calls: Math.max(0, calls - 1), at: now });
      return calls >= 1;
    },
    countRefusal(sourceId, now) {
      const before = refusals.get(sourceId);
      const isOver = !before || now - before.since >= minuteMs;
      const entry = isOver ? { count: 1, since: now } : { count: before.count + 1, since: before.since };
      remember(refusals, sourceId, entry);
      if (entry.count === 1) return "first";
      return entry.count > refusalsPerMinute ? "too-many" : "counted";
    },
  };
}

const maxWaiting = 64;

/** A body that waits for its place is not read meanwhile: its sender waits too. */
function places(most: number): WebhookLimits["large"] {
  let taken = 0;
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else taken -= 1;
  };
  return {
    async enter() {
      if (taken < most) taken += 1;
      else if (waiting.length >= maxWaiting)
        throw limited("webhook.limit", "Too many large calls at once.", { retryAfterSeconds: 10 });
      else await new Promise<void>((resolve) => waiting.push(resolve));
      let isIn = true;
      return () => {
        if (isIn) leave();
        isIn = false;
      };
    },
  };
}

/** The oldest entry goes when there are too many: forgetting a count only ever lets more through. */
function remember<T>(map: Map<string, T>, key: string, value: T) {
  if (map.size >= maxSources && !map.has(key)) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
  map.set(key, value);
}
