/** So many tags one resource carries. */
export const mostTags = 20;
/** So many characters long, as people count them. */
export const longestTag = 40;

/** Joiners and styles that letters and pictures are made with: seen by what they do, and nothing by themselves. */
const joiners = /\u200c|\u200d|\ufe0e|\ufe0f/gu;
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** What is wrong with a tag, or undefined. Whatever can be seen may be in one, in any script; two that look alike must not be two. */
export function refuseTag(text: string): string | undefined {
  const seen = text.replace(joiners, "");
  if (seen.trim() === "") return "must hold at least one character that can be seen";
  if ([...text].length > longestTag) return `must be at most ${longestTag} characters long`;
  if (text.includes(",")) return "must not contain a comma, which stands between tags";
  if (hidden.test(seen)) return "must not contain line breaks, tabs or other characters that cannot be seen";
  if (/[^\S ]/u.test(text)) return "must not contain other blanks than the usual space";
  if (text !== text.trim() || text.includes("  ")) return "must not begin or end with a space, or hold two in a row";
  return /^\p{M}/u.test(seen) ? "must not begin with an accent that belongs to a letter before it" : undefined;
}

/** By which tags are compared: small letters, one spelling of what looks the same, nothing that is not seen. */
export const tagKey = (text: string): string => text.replace(joiners, "").normalize("NFKC").toLowerCase();
