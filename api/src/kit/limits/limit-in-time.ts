import { limited } from "../../rules/errors.ts";
import { type LimitKind, limitSentence } from "../../rules/limits.ts";
import type { Deps } from "../deps.ts";
import { countUpTo } from "../http/full-windows.ts";
import { readLimits } from "./limits.store.ts";

const hourMs = 60 * 60_000;
const windows = {
  channelTests: hourMs,
  personTests: hourMs,
  teamTests: hourMs,
  confirmationMails: 24 * hourMs,
} as const satisfies Partial<Record<LimitKind, number>>;

/** Counts one, in the database, and refuses it once there were too many in this hour or day. */
export async function limitInTime(
  { db, clock }: Pick<Deps, "db" | "clock">,
  kind: keyof typeof windows,
  { subject }: { subject: string },
): Promise<void> {
  const most = (await readLimits(db))[kind];
  const now = clock.now();
  const window = await countUpTo(db, `limit:${kind}:${subject}`, { now, windowMs: windows[kind], most });
  if (!window || window.count <= most) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((window.endsAt - now) / 1_000));
  const told = limitSentence(kind, { used: most, most });
  throw limited(`limit.${kind}`, `${told} It is open again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
}
