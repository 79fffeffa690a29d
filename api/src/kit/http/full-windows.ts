import type { Database } from "@fairlead/db";
import { countAttempt, forgetAttempts } from "./rate-window.store.ts";

type Window = { count: number; endsAt: number };
/** Per database, windows that were full when they were last counted. Forgetting one only means that it is counted again. */
const fullOf = new WeakMap<Database, Map<string, Window>>();
const mostRemembered = 10_000;

type Counted = { now: number; windowMs: number; most: number };

/**
 * Counts one attempt in the database. A window that is known to be full is not written to again: whoever asks on and on beyond a limit
 * costs a look into memory each time.
 */
export async function countUpTo(db: Database, key: string, { now, windowMs, most }: Counted) {
  const full = fullOf.get(db) ?? new Map<string, Window>();
  fullOf.set(db, full);
  const known = full.get(key);
  // A limit that was raised meanwhile, or a clock that was set back, makes it be counted again.
  if (known && known.count > most && known.endsAt > now && known.endsAt <= now + windowMs) return known;
  full.delete(key);
  const window = await countAttempt(db, key, { now, windowMs });
  if (!window || window.count <= most) return window;
  const [oldest] = full.keys();
  if (full.size >= mostRemembered && oldest !== undefined) full.delete(oldest);
  full.set(key, { count: window.count, endsAt: window.endsAt });
  return window;
}

export async function forgetWindow(db: Database, key: string): Promise<void> {
  fullOf.get(db)?.delete(key);
  await forgetAttempts(db, key);
}
