// pure

/** Colours and other terminal sequences. Every part has a limit: what goes on longer is text. */
const sequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences are made of them.
  /\u001b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\u0007\u001b]{0,256}(?:\u0007|\u001b\\)|[@-Z\\^_])/g;

/**
 * What a terminal would show of a text, and where in the text each of its characters stands. A sequence of which `isText` is true stays:
 * one that begins by chance right before a word may take the word's first letter for its own end.
 */
export function withoutSequences(
  text: string,
  isText: (from: number, to: number) => boolean = () => false,
): { visible: string; origins: number[] } {
  const origins: number[] = [];
  let visible = "";
  let from = 0;
  const keep = (to: number) => {
    for (let at = from; at < to; at++) origins.push(at);
    visible += text.slice(from, to);
  };
  for (const match of text.matchAll(sequence)) {
    if (isText(match.index, match.index + match[0].length)) continue;
    keep(match.index);
    from = match.index + match[0].length;
  }
  keep(text.length);
  return { visible, origins };
}

/** The text without the sequences that follow on so many characters of others: between two characters that are shown, or at its end. */
export function shortenSequences(text: string, longest: number): string {
  const parts: string[] = [];
  let end = 0;
  let run = 0;
  for (const { index, 0: found } of text.matchAll(sequence)) {
    run = index === end ? run + found.length : found.length;
    // Whole ones only: half a sequence would take what follows for its rest.
    parts.push(text.slice(end, index), run <= longest ? found : "");
    end = index + found.length;
  }
  return parts.join("") + text.slice(end);
}
