export type WebhookLimits = {
  /** Takes one of the source's calls; false when it has none left at this moment. */
  maySend(sourceId: string, now: number): boolean;
  countRefusal(sourceId: string, now: number): "first" | "counted" | "too-many";
};

const minuteMs = 60_000;
const maxSources = 10_000;

/**
 * A flood from one source is answered 429 while the others are served. Counted per process: several processes let so many times as
 * much through, which is still a bound, and a valid signature is not refused because a shared counter is down.
 */
export function createWebhookLimits({ perSecond = 2_000, burst = 4_000, refusalsPerMinute = 30 } = {}): WebhookLimits {
  const left = new Map<string, { calls: number; at: number }>();
  const refusals = new Map<string, { count: number; since: number }>();
  return {
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

/** The oldest entry goes when there are too many: forgetting a count only ever lets more through. */
function remember<T>(map: Map<string, T>, key: string, value: T) {
  if (map.size >= maxSources && !map.has(key)) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
  map.set(key, value);
}
