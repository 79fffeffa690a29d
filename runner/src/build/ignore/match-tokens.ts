// pure

import type { Token } from "./token.ts";

/**
 * Whether the tokens describe the whole path. All ways of matching are followed at once, one character of the path after the other, so
 * that the time is at most the product of both lengths, whatever the pattern.
 *
 * A place is twice the number of the token that is read next, and one more inside of a `folders`, which only a slash leaves.
 */
export function matchTokens(tokens: readonly Token[], path: string): boolean {
  let places = new Set<number>();
  enter(tokens, { places, from: 0 });
  for (const character of path) {
    const next = new Set<number>();
    for (const place of places) step(tokens, { place, character, next });
    if (next.size === 0) return false;
    places = next;
  }
  return places.has(2 * tokens.length);
}

/** Notes a place, and those behind tokens that may stand for nothing. */
function enter(tokens: readonly Token[], { places, from }: { places: Set<number>; from: number }): void {
  for (let at = from; at <= tokens.length; at++) {
    places.add(2 * at);
    const kind = tokens[at]?.kind;
    if (kind !== "star" && kind !== "folders" && kind !== "rest") return;
  }
}

type Step = { place: number; character: string; next: Set<number> };

function step(tokens: readonly Token[], { place, character, next }: Step): void {
  const at = place >> 1;
  const token = tokens[at];
  if (token === undefined) return;
  if (token.kind === "folders") {
    next.add(2 * at + 1);
    if (character === "/") enter(tokens, { places: next, from: at + 1 });
  } else if (token.kind === "rest" || (token.kind === "star" && character !== "/")) {
    enter(tokens, { places: next, from: at });
  } else if (isOne(token, character)) {
    enter(tokens, { places: next, from: at + 1 });
  }
}

function isOne(token: Token, character: string): boolean {
  if (token.kind === "character") return token.character === character;
  if (token.kind === "any") return character !== "/";
  if (token.kind !== "set") return false;
  const code = character.codePointAt(0) ?? 0;
  return token.ranges.some(([low, high]) => low <= code && code <= high) !== token.isNegated;
}
