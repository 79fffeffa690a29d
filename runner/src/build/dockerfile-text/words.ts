// pure

/** A word of an instruction: `raw` as it is written, `text` without its quotes and escapes. */
export type Word = { raw: string; text: string };

/** Splits at white space outside of quotes, in one pass. A quote that never ends holds the rest. */
export function wordsOf(rest: string, { sign }: { sign: string }): Word[] {
  const words: Word[] = [];
  let raw = "";
  let text = "";
  let quote = "";
  for (let at = 0; at < rest.length; at++) {
    const char = rest.charAt(at);
    if (quote === "" && char.trim() === "") {
      if (raw !== "") words.push({ raw, text });
      raw = "";
      text = "";
      continue;
    }
    raw += char;
    if (char === quote) quote = "";
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === sign && quote !== "'" && at + 1 < rest.length) {
      at += 1;
      raw += rest.charAt(at);
      text += rest.charAt(at);
    } else text += char;
  }
  return raw === "" ? words : [...words, { raw, text }];
}
