// pure

import type { RegistryLine } from "@fairlead/runner/contract";

const minute = 60_000;
/** How often a followed tag is looked at. */
export const tagEveryMs = 5 * minute;
/** A registry that had enough of us is left alone for as long as it says, and never shorter than this. */
const limitedMs = 60 * minute;
const troubledMs = 30 * minute;
const longestMs = 24 * 60 * minute;

type Seen = { seenDigest: string | null; digestTrouble: RegistryLine | null };
type Look = { digest: string | null; trouble: RegistryLine | null };

/**
 * What one look at a followed tag means: `same` writes nothing; `first` is where it led when the following began; `moved` is what people
 * wait for.
 */
export type TagLook =
  | { kind: "same" }
  | { kind: "first" | "moved"; digest: string }
  | { kind: "trouble"; trouble: RegistryLine; againInMs: number };

export function judgeTagLook({ seenDigest, digestTrouble }: Seen, { digest, trouble }: Look): TagLook {
  if (digest === null)
    return trouble === null ? { kind: "same" } : { kind: "trouble", trouble, againInMs: waitFor(trouble) };
  if (seenDigest === null) return { kind: "first", digest };
  if (seenDigest !== digest) return { kind: "moved", digest };
  return digestTrouble === null ? { kind: "same" } : { kind: "first", digest };
}

function waitFor({ state, retryAfterSeconds }: RegistryLine): number {
  if (state !== "rate-limited") return troubledMs;
  return Math.min(Math.max((retryAfterSeconds ?? 0) * 1_000, limitedMs), longestMs);
}
