/** The text without the repetitions of one character at its end. A pattern such as `/+$` would look at every run of them from each of its places. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}

const longestSaid = 16_384;

/** What a server or a program said, short enough to be searched for known words: its beginning and its end. */
export function beginningAndEnd(said: string, longest = longestSaid): string {
  if (said.length <= longest) return said;
  const half = Math.floor(longest / 2);
  return `${said.slice(0, half)}\n${said.slice(-half)}`;
}
