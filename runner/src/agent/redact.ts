import { formsOf, knownShapes } from "./redact-patterns.ts";

export const mask = "***";

/** How much of a line without end is held in memory before its beginning is let go. */
const longestHeld = 32_768;
/** Room for the shapes, whose length is not known beforehand. */
const shapeRoom = 512;

/** Colours and other terminal sequences: a secret may be printed with some in its middle. */
const [esc, bell] = ["\u001b", "\u0007"];
const terminalSequence = new RegExp(
  `${esc}(?:\\[[0-?]{0,32}[ -/]{0,8}[@-~]|\\][^${bell}${esc}]{0,256}(?:${bell}|${esc}\\\\)|[@-Z\\\\^_])`,
  "g",
);

/** Finds secrets in text. Made once a job; any number of streams may use it. */
export type Redactor = {
  /** A whole text at once, for causes and notes. */
  redact: (text: string) => string;
  /** For text that comes in pieces, cut anywhere. */
  stream: () => RedactingStream;
};

export type RedactingStream = {
  /** Adds a piece and returns what can be let go: everything up to the last line end, masked. */
  push: (piece: string) => string;
  /** Returns the rest. The stream may be used again after it. */
  end: () => string;
};

export function createRedactor(secrets: readonly string[]): Redactor {
  const index = indexPatterns([...new Set(secrets.flatMap(formsOf))]);
  const stream = () => createStream(index);
  return {
    stream,
    redact: (text) => {
      const once = stream();
      return once.push(text) + once.end();
    },
  };
}

type PatternIndex = { byStart: ReadonlyMap<string, readonly string[]>; starts: Uint8Array; longest: number };

const startLength = 6;
/** First two characters, folded into 16 bits: rules out nearly every position with one look. */
const startHash = (text: string, at: number) => (text.charCodeAt(at) * 251 + text.charCodeAt(at + 1)) & 0xffff;

function indexPatterns(patterns: readonly string[]): PatternIndex {
  const byStart = new Map<string, string[]>();
  const starts = new Uint8Array(65_536);
  for (const pattern of [...patterns].sort((a, b) => b.length - a.length)) {
    const start = pattern.slice(0, startLength);
    byStart.set(start, [...(byStart.get(start) ?? []), pattern]);
    starts[startHash(pattern, 0)] = 1;
  }
  return { byStart, starts, longest: Math.max(shapeRoom, ...patterns.map((pattern) => pattern.length)) };
}

type StreamState = {
  held: string;
  /** Leading visible characters of `held` that a match which began earlier still covers. */
  covered: number;
  wasMasked: boolean;
  isInKey: boolean;
};

function createStream(index: PatternIndex): RedactingStream {
  const state: StreamState = { held: "", covered: 0, wasMasked: false, isInKey: false };
  const takeLines = () => {
    const end = state.held.lastIndexOf("\n") + 1;
    const whole = state.held.slice(0, end);
    state.held = state.held.slice(end);
    return whole
      .split(/(?<=\n)/)
      .map((line) => takeLine(line, { state, index }))
      .join("");
  };
  return {
    push(piece) {
      state.held += piece;
      const lines = state.held.includes("\n") ? takeLines() : "";
      return lines + takeLongBeginning(state, index);
    },
    end() {
      const rest = state.held;
      state.held = "";
      const last = takeLine(rest, { state, index });
      state.isInKey = false;
      return last;
    },
  };
}

/** One line to its end: nothing after it can change what is masked in it. */
function takeLine(line: string, { state, index }: { state: StreamState; index: PatternIndex }): string {
  const ending = line.match(/\r?\n$/)?.[0] ?? "";
  const text = line.slice(0, line.length - ending.length);
  const isKeyBody = state.isInKey && keyBody.test(text);
  const { visible, origins } = withoutSequences(text);
  const covered = isKeyBody ? new Uint8Array(visible.length).fill(1) : coverOf(visible, { state, index });
  const masked = maskCovered(text, { origins, covered, wasMasked: state.wasMasked });
  const keyMarks = [...visible.matchAll(/-----(BEGIN|END) [A-Z ]{0,40}PRIVATE KEY-----/g)];
  state.isInKey = keyMarks.length > 0 ? keyMarks.at(-1)?.[1] === "BEGIN" : isKeyBody;
  state.covered = 0;
  state.wasMasked = false;
  return masked.text + ending;
}

/** What may stand between the two ends of a PEM block: base64, old-style headers, or a prefix such as `#12 0.3 ` and base64. */
const keyBody = /^(?:[\w.:# |>-]{0,40}\s)?\s*[A-Za-z0-9+/=]*\s*$|^[A-Za-z-]+: .{0,200}$|-----END /;

/** A line that grows without end is let go from its beginning, keeping back what a match could still need. */
function takeLongBeginning(state: StreamState, index: PatternIndex): string {
  if (state.held.length <= longestHeld + index.longest) return "";
  const { visible, origins } = withoutSequences(state.held);
  const cut = visible.length - index.longest;
  if (cut <= 0) return "";
  const covered = coverOf(visible, { state, index });
  const cutAt = origins[cut] ?? state.held.length;
  const begun = state.held.slice(0, cutAt);
  const masked = maskCovered(begun, { origins, covered: covered.subarray(0, cut), wasMasked: state.wasMasked });
  let carried = cut;
  while (carried < covered.length && covered[carried] === 1) carried++;
  state.held = state.held.slice(cutAt);
  state.covered = carried - cut;
  state.wasMasked = masked.endsMasked;
  return masked.text;
}

function withoutSequences(text: string): { visible: string; origins: number[] } {
  const origins: number[] = [];
  let visible = "";
  let from = 0;
  const keep = (to: number) => {
    for (let at = from; at < to; at++) origins.push(at);
    visible += text.slice(from, to);
  };
  for (const match of text.matchAll(terminalSequence)) {
    keep(match.index);
    from = match.index + match[0].length;
  }
  keep(text.length);
  return { visible, origins };
}

/** One byte a character: 1 where it belongs to a secret. */
function coverOf(visible: string, { state, index }: { state: StreamState; index: PatternIndex }): Uint8Array {
  const covered = new Uint8Array(visible.length);
  covered.fill(1, 0, state.covered);
  for (let at = 0; at + startLength <= visible.length; at++) {
    if (index.starts[startHash(visible, at)] === 0) continue;
    const found = index.byStart.get(visible.slice(at, at + startLength))?.find((each) => visible.startsWith(each, at));
    if (found) covered.fill(1, at, at + found.length);
  }
  for (const shape of knownShapes) {
    for (const match of visible.matchAll(shape)) {
      covered.fill(1, match.index + (match[1]?.length ?? 0), match.index + match[0].length);
    }
  }
  return covered;
}

/** Replaces each run of covered characters by one mask. Sequences outside of runs stay. */
function maskCovered(
  text: string,
  { origins, covered, wasMasked }: { origins: readonly number[]; covered: Uint8Array; wasMasked: boolean },
): { text: string; endsMasked: boolean } {
  const parts: string[] = [];
  let keptFrom = 0;
  let isMasked = wasMasked;
  for (let at = 0; at < covered.length; at++) {
    const isCovered = covered[at] === 1;
    const origin = origins[at] ?? text.length;
    if (isCovered && !isMasked) parts.push(text.slice(keptFrom, origin), mask);
    if (isCovered) keptFrom = origin + 1;
    isMasked = isCovered;
  }
  parts.push(text.slice(keptFrom));
  return { text: parts.join(""), endsMasked: isMasked };
}
