import * as v from "valibot";

/**
 * A grammar by a judge that answers what is wrong, and where: what it refuses is refused with those words. For texts with many ways to
 * be wrong, of which "must be a branch" tells none.
 */
export const judgedBy = (refuse: (text: string) => string | undefined) =>
  v.check<string, (issue: v.CheckIssue<string>) => string>(
    (text) => refuse(text) === undefined,
    ({ input }) => refuse(input) ?? "",
  );

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point.
const unseen = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/**
 * Letters that are not seen, or that turn what stands beside them around: with them a name shows as another one. Everything else that
 * is only unusual is nobody's business.
 */
export function refuseUnseen(text: string): string | undefined {
  const found = unseen.exec(text)?.[0];
  if (found !== undefined)
    return `must not contain ${codeOf(found)}, a character that is not seen: the name would show as another one`;
  return text.isWellFormed() ? undefined : "must not contain half a character";
}

const codeOf = (letter: string) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** A piece of what was typed, as it is told back. */
export const told = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

export const bytesOf = (text: string) => new TextEncoder().encode(text).length;
