// pure

import { posix } from "node:path";

/** `a//b/../c/` is `a/c`, and nothing at all is `.`, as Go's filepath.Clean has it. */
export function cleanPath(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

/** Go's unicode.IsSpace; JavaScript's own trim takes a byte order mark for space, and a next-line character for none. */
const spaces = new Set(
  [9, 10, 11, 12, 13, 0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]
    .concat(Array.from({ length: 11 }, (_, index) => 0x2000 + index))
    .map((code) => String.fromCharCode(code)),
);

export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && spaces.has(text.charAt(start))) start++;
  while (end > start && spaces.has(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
