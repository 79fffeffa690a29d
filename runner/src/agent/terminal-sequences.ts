/** Colours and other terminal sequences. Every part has a limit: what goes on longer is text. */
const sequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences are made of them.
  /\u001b(?:\[[0-?]{0,32}[ -/]{0,8}[@-~]|\][^\u0007\u001b]{0,256}(?:\u0007|\u001b\\)|[@-Z\\^_])/g;

/** What a terminal would show of a text, and where in the text each of its characters stands. */
export function withoutSequences(text: string): { visible: string; origins: number[] } {
  const origins: number[] = [];
  let visible = "";
  let from = 0;
  const keep = (to: number) => {
    for (let at = from; at < to; at++) origins.push(at);
    visible += text.slice(from, to);
  };
  for (const match of text.matchAll(sequence)) {
    keep(match.index);
    from = match.index + match[0].length;
  }
  keep(text.length);
  return { visible, origins };
}

/** The text with at most so many characters of sequences before each character that is shown, and at its end. */
export function shortenSequences(text: string, longest: number): string {
  const { origins } = withoutSequences(text);
  const parts: string[] = [];
  let from = 0;
  for (const origin of [...origins, text.length]) {
    parts.push(text.slice(from, Math.min(origin, from + longest)), text.slice(origin, origin + 1));
    from = origin + 1;
  }
  return parts.join("");
}
