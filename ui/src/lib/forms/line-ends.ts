/** How a text ends its lines. A text field writes every end as \n, so what it gives back is only right for these. */
export type LineEnds = "\n" | "\r\n";

/** undefined: ends of several kinds, which a text field would not give back. */
export function lineEndsOf(text: string): LineEnds | undefined {
  const returns = text.split("\r").length - 1;
  const pairs = text.split("\r\n").length - 1;
  const feeds = text.split("\n").length - 1;
  if (returns === 0) return "\n";
  return returns === pairs && feeds === pairs ? "\r\n" : undefined;
}

/** What was typed, with the ends that the text had before. */
export const withLineEnds = (typed: string, ends: LineEnds): string => typed.replaceAll("\n", ends);
