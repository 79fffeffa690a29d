// pure

const mark = /-----(BEGIN|END) [A-Z ]{0,40}PRIVATE KEY-----/g;

/** Parts of one line that belong to a private key, and whether the line ends inside of one. */
export type KeyParts = { ranges: [from: number, to: number][]; isOpen: boolean };

export function keyPartsOf(line: string, { startsInside }: { startsInside: boolean }): KeyParts {
  const ranges: [number, number][] = [];
  let from = startsInside ? 0 : undefined;
  for (const found of line.matchAll(mark)) {
    if (found[1] === "BEGIN") from ??= found.index;
    else if (from !== undefined) {
      ranges.push([from, found.index + found[0].length]);
      from = undefined;
    }
  }
  if (from !== undefined) ranges.push([from, line.length]);
  return { ranges, isOpen: from !== undefined };
}

const longestPrefix = 40;
const prefix = /^[\w.:# |>-]*$/;
const header = /^[A-Za-z-]{1,80}: /;
const longestHeader = 300;

/** What may stand between the two ends of a PEM block: base64, old-style headers, or a prefix such as `#12 0.3 ` and base64. */
export function isKeyBody(line: string): boolean {
  if (line.includes("-----END ")) return true;
  if (line.length <= longestHeader && header.test(line)) return true;
  const text = line.trim();
  let start = text.length;
  while (start > 0 && isBase64(text.charCodeAt(start - 1))) start--;
  if (start === 0) return true;
  const before = text.slice(0, start);
  return before.length <= longestPrefix && before.trimEnd() !== before && prefix.test(before);
}

/** `A`–`Z`, `a`–`z`, `0`–`9`, `+`, `/` and `=`. */
function isBase64(code: number): boolean {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90;
  return (code >= 47 && code <= 57) || code === 43 || code === 61;
}
