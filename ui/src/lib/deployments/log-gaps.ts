type Line = { text: string; number: number };

/** What BuildKit writes once in place of what a step prints too fast or too much of. */
const clipMark = "[output clipped, log limit";

/** Number of the first line from there on in whose place the builder left others out. */
export function clippedLine(lines: readonly Line[], { from }: { from: number }): number | null {
  // The last line of what was known may have gone on.
  for (let i = Math.max(0, from - 1); i < lines.length; i++) {
    const line = lines[i];
    if (line?.text.includes(clipMark)) return line.number;
  }
  return null;
}

type Log = { count: number; isLoaded: boolean; isLive: boolean };
/** What is said of a link to a line that is not there; null: it is, or may still come. */
export function missingLine(linked: number | null, { count, isLoaded, isLive }: Log): string | null {
  if (linked === null || linked <= count || !isLoaded || isLive) return null;
  if (count === 0) return `The link leads to line ${inWords(linked)}, and this log is empty.`;
  return `The link leads to line ${inWords(linked)}, and this log has ${inWords(count)}.`;
}

const inWords = (count: number) => count.toLocaleString("en-US");
