// pure

const startLength = 6;
/** A longer secret is looked for in parts of this length, so that finding one never costs more than this at each place of a text. */
const longestPart = 64;

/** Where in a text something begins that must not be shown. */
export type SecretIndex = {
  /** How many characters of a secret begin at this place, 0 for none. */
  lengthAt: (text: string, at: number) => number;
  /** No part is longer. */
  longest: number;
};

type Entry = { part: string /** The longest other entry that this one begins with. */; shorter: Entry | undefined };

/** First two characters, folded into 16 bits: rules out nearly every position with one look. */
const startHash = (text: string, at: number) => (text.charCodeAt(at) * 251 + text.charCodeAt(at + 1)) & 0xffff;

/**
 * Finds the longest of many parts at a place with a binary search among those that begin alike: a line costs the same whatever the
 * secrets are, also when thousands of them begin with the same characters or repeat one.
 */
export function indexSecrets(patterns: readonly string[]): SecretIndex {
  const parts = [...new Set(patterns.flatMap(partsOf))];
  const byStart = new Map<string, string[]>();
  const starts = new Uint8Array(65_536);
  for (const part of parts) {
    const start = part.slice(0, startLength);
    const known = byStart.get(start);
    if (known) known.push(part);
    else byStart.set(start, [part]);
    starts[startHash(part, 0)] = 1;
  }
  const entries = new Map([...byStart].map(([start, alike]) => [start, toEntries(alike)]));
  return {
    longest: Math.max(0, ...parts.map((part) => part.length)),
    lengthAt: (text, at) => {
      if (starts[startHash(text, at)] === 0) return 0;
      const alike = entries.get(text.slice(at, at + startLength));
      return alike ? longestAt(alike, text.slice(at, at + longestPart)) : 0;
    },
  };
}

/** The last part ends where the pattern does and overlaps the one before it. */
function partsOf(pattern: string): string[] {
  if (pattern.length <= longestPart) return [pattern];
  const parts: string[] = [];
  for (let at = 0; at + longestPart < pattern.length; at += longestPart)
    parts.push(pattern.slice(at, at + longestPart));
  return [...parts, pattern.slice(-longestPart)];
}

function toEntries(alike: string[]): Entry[] {
  const entries: Entry[] = [];
  for (const part of alike.sort(byCodeUnits)) {
    let shorter = entries.at(-1);
    while (shorter && !part.startsWith(shorter.part)) shorter = shorter.shorter;
    entries.push({ part, shorter });
  }
  return entries;
}

const byCodeUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function longestAt(sorted: readonly Entry[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.part ?? "") <= text) low = middle + 1;
    else high = middle;
  }
  let found = sorted[low - 1];
  while (found && !text.startsWith(found.part)) found = found.shorter;
  return found?.part.length ?? 0;
}
