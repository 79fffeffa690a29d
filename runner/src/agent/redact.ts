// pure

import { isKeyBody, keyPartsOf } from "./private-keys.ts";
import { formsOf, knownShapes } from "./redact-patterns.ts";
import { indexSecrets, type SecretIndex } from "./secret-index.ts";
import { shortenSequences, withoutSequences } from "./terminal-sequences.ts";

export const mask = "***";

/** How much of a line without end is held in memory before its beginning is let go. */
const longestHeld = 32_768;
/** A line shorter than the shortest secret hides none. */
const shortestShown = 6;
/** Room for the shapes, whose length is not known beforehand. */
const shapeRoom = 512;
/** Of an endless line of sequences so much is kept between two characters that may still belong to a secret; the rest shows nothing. */
const longestRun = 1_024;

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
  const index = indexSecrets([...new Set(secrets.flatMap(formsOf))]);
  const stream = () => createStream(index);
  return {
    stream,
    redact: (text) => {
      const once = stream();
      return once.push(text) + once.end();
    },
  };
}

type StreamState = {
  held: string;
  /** Leading visible characters of `held` that a match which began earlier still covers. */
  covered: number;
  wasMasked: boolean;
  /** The line before was inside of a private key. */
  isInKey: boolean;
  /** The beginning of this very line, which was let go, ended inside of a private key. */
  startsInKey: boolean;
  /** A line without end is looked at again when it has grown to this: each character is looked at a few times, never once a piece. */
  nextLook: number;
};

function createStream(index: SecretIndex): RedactingStream {
  const roomBehind = Math.max(shapeRoom, index.longest);
  const firstLook = longestHeld + roomBehind;
  const state: StreamState = {
    held: "",
    covered: 0,
    wasMasked: false,
    isInKey: false,
    startsInKey: false,
    nextLook: firstLook,
  };
  const takeLines = () => {
    const end = state.held.lastIndexOf("\n") + 1;
    const whole = state.held.slice(0, end);
    state.held = state.held.slice(end);
    state.nextLook = firstLook;
    return whole
      .split(/(?<=\n)/)
      .map((line) => takeLine(line, { state, index }))
      .join("");
  };
  return {
    push(piece) {
      state.held += piece;
      const lines = piece.includes("\n") ? takeLines() : "";
      if (state.held.length < state.nextLook) return lines;
      const begun = takeLongBeginning(state, { index, roomBehind });
      state.nextLook = Math.max(firstLook, 2 * state.held.length);
      return lines + begun;
    },
    end() {
      const rest = state.held;
      state.held = "";
      state.nextLook = firstLook;
      const last = takeLine(rest, { state, index });
      state.isInKey = false;
      return last;
    },
  };
}

const isUntouched = ({ covered, wasMasked, isInKey, startsInKey }: StreamState) =>
  covered === 0 && !wasMasked && !isInKey && !startsInKey;

/** One line to its end: nothing after it can change what is masked in it. */
function takeLine(line: string, { state, index }: { state: StreamState; index: SecretIndex }): string {
  const ending = line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
  const text = line.slice(0, line.length - ending.length);
  if (text.length < shortestShown && isUntouched(state)) return line;
  const { visible, origins } = shownOf(text, index);
  const isBody = state.isInKey && isKeyBody(visible);
  const { covered, hasKeys, endsInKey } = coverOf(visible, { state, index });
  if (isBody) covered.fill(1);
  const masked = maskCovered(text, { origins, covered, wasMasked: state.wasMasked });
  state.isInKey = hasKeys ? endsInKey : isBody && !visible.includes("-----END ");
  state.covered = 0;
  state.startsInKey = false;
  state.wasMasked = false;
  return masked.text + ending;
}

type Look = { index: SecretIndex; roomBehind: number };

/** A line that grows without end is let go from its beginning, keeping back what a match could still need. */
function takeLongBeginning(state: StreamState, { index, roomBehind }: Look): string {
  const { visible, origins } = shownOf(state.held, index);
  const cut = visible.length - roomBehind;
  if (cut <= 0) return takeSequences(state, origins[0] ?? state.held.length);
  const { covered, keys } = coverOf(visible, { state, index });
  state.isInKey &&= isKeyBody(visible);
  if (state.isInKey) covered.fill(1);
  const cutAt = origins[cut] ?? state.held.length;
  const begun = state.held.slice(0, cutAt);
  const masked = maskCovered(begun, { origins, covered: covered.subarray(0, cut), wasMasked: state.wasMasked });
  let carried = cut;
  while (carried < covered.length && covered[carried] === 1) carried++;
  state.held = state.held.slice(cutAt);
  state.covered = carried - cut;
  state.startsInKey = keys.some(([from, to]) => from < cut && to > cut);
  state.wasMasked = masked.endsMasked;
  return masked.text;
}

/** Hardly anything of what is held is shown: what stands before its first character is let go, unless a mask already covers it. */
function takeSequences(state: StreamState, firstVisible: number): string {
  const letGo = state.wasMasked ? 0 : Math.max(0, firstVisible - shapeRoom);
  const begun = state.held.slice(0, letGo);
  state.held = shortenSequences(state.held.slice(letGo), longestRun);
  return begun;
}

/** A secret that stands there as it is, sequences and all, is no part of a sequence. */
function shownOf(text: string, index: SecretIndex) {
  if (!text.includes("\u001b")) return withoutSequences(text);
  const plain = new Uint8Array(text.length);
  coverSecrets(text, { covered: plain, index });
  return withoutSequences(text, (from, to) => plain.subarray(from, to).includes(1));
}

/** One byte a character: 1 where it belongs to a secret. */
function coverOf(visible: string, { state, index }: { state: StreamState; index: SecretIndex }) {
  const covered = new Uint8Array(visible.length);
  covered.fill(1, 0, state.covered);
  coverSecrets(visible, { covered, index });
  const { ranges, isOpen } = keyPartsOf(visible, { startsInside: state.startsInKey });
  for (const [from, to] of ranges) covered.fill(1, from, to);
  return { covered, keys: ranges, hasKeys: ranges.length > 0, endsInKey: isOpen };
}

function coverSecrets(text: string, { covered, index }: { covered: Uint8Array; index: SecretIndex }): void {
  // Each character is filled once, however many secrets overlap.
  for (let at = 0, filledTo = 0; at < text.length; at++) {
    const end = at + index.lengthAt(text, at);
    if (end > Math.max(at, filledTo)) covered.fill(1, Math.max(at, filledTo), end);
    filledTo = Math.max(filledTo, end);
  }
  for (const shape of knownShapes) {
    for (const match of text.matchAll(shape)) {
      covered.fill(1, match.index + (match[1]?.length ?? 0), match.index + match[0].length);
    }
  }
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
