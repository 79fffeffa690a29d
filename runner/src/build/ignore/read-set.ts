// pure

import { PatternError } from "./pattern-error.ts";
import type { Token } from "./token.ts";

/** `[abc]`, `[a-z]`, `[^a]`; a `]` or `-` in it is written with a backslash. */
export function readSet(characters: readonly string[], start: number): [Token, number] {
  const isNegated = characters[start + 1] === "^";
  const ranges: [number, number][] = [];
  let at = start + (isNegated ? 2 : 1);
  while (ranges.length === 0 || characters[at] !== "]") {
    const [low, afterLow] = readMember(characters, at);
    const isRange = characters[afterLow] === "-";
    const [high, next] = isRange ? readMember(characters, afterLow + 1) : [low, afterLow];
    if (low > high) throw new PatternError("A range in brackets must go from the lower character to the higher.");
    ranges.push([low, high]);
    at = next;
  }
  return [{ kind: "set", isNegated, ranges }, at + 1];
}

function readMember(characters: readonly string[], at: number): [number, number] {
  const character = characters[at];
  if (character === undefined || character === "-" || character === "]") throw unclosed();
  const isEscaped = character === "\\";
  const member = isEscaped ? characters[at + 1] : character;
  const next = at + (isEscaped ? 2 : 1);
  // A set that the line ends in has no end.
  if (member === undefined || next >= characters.length) throw unclosed();
  return [member.codePointAt(0) ?? 0, next];
}

const unclosed = () =>
  new PatternError("A bracket that opens a set must be closed and hold something, or be written as \\[.");
