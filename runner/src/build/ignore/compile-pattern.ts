// pure

import { matchTokens } from "./match-tokens.ts";
import { PatternError } from "./pattern-error.ts";
import { readSet } from "./read-set.ts";
import type { Token } from "./token.ts";

export type Test = (path: string) => boolean;

/**
 * A cleaned pattern of `.dockerignore` by the rules of Docker's matcher: `*` and `?` stop at a slash, `**` does not, `[…]` is a set, and a
 * backslash makes the next character mean itself. Nothing else has a meaning, and no regular expression is made of it.
 */
export function compilePattern(pattern: string): Test {
  const tokens = tokensOf(pattern);
  const isLiteral = (part: readonly Token[]) =>
    !pattern.includes("\\") && part.every(({ kind }) => kind === "character");
  if (isLiteral(tokens)) return (path) => path === pattern;
  // Of `**.log` Docker compares the end alone, so that it takes `a/b.log`; of `**.l?g` it asks that `.l` begins a name.
  if (tokens[0]?.kind === "folders" && isLiteral(tokens.slice(1))) return endsWith(pattern.slice(2));
  return (path) => matchTokens(tokens, path);
}

function endsWith(end: string): Test {
  return (path) => path.endsWith(end) || (end.startsWith("/") && path === end.slice(1));
}

function tokensOf(pattern: string): Token[] {
  const characters = [...pattern];
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; ) {
    const [token, next] = readToken(characters, at);
    tokens.push(token);
    at = next;
  }
  return tokens;
}

function readToken(characters: readonly string[], at: number): [Token, number] {
  const character = characters[at] ?? "";
  if (character === "*") return readStar(characters, at);
  if (character === "?") return [{ kind: "any" }, at + 1];
  if (character === "[") return readSet(characters, at);
  if (character !== "\\") return [{ kind: "character", character }, at + 1];
  const escaped = characters[at + 1];
  if (escaped === undefined) throw new PatternError("A backslash at the end of a line has nothing to escape.");
  return [{ kind: "character", character: escaped }, at + 2];
}

/** `**` takes a slash behind it along: `a/**\/b` matches `a/b` too. */
function readStar(characters: readonly string[], at: number): [Token, number] {
  if (characters[at + 1] !== "*") return [{ kind: "star" }, at + 1];
  const next = characters[at + 2] === "/" ? at + 3 : at + 2;
  return [{ kind: next >= characters.length ? "rest" : "folders" }, next];
}
