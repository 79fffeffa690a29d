// pure

/** git's framing: four hex digits of length, themselves included, then the content. */
export const packet = (content: string) =>
  (new TextEncoder().encode(content).length + 4).toString(16).padStart(4, "0") + content;
export const flushPacket = "0000";

/** Contents of all packets without their line ends; markers (flush, delimiter) are left out. Throws on anything else. */
export function readPackets(bytes: Uint8Array): string[] {
  const decoder = new TextDecoder();
  const lines: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const prefix = decoder.decode(bytes.subarray(at, at + 4));
    if (!/^[0-9a-fA-F]{4}$/.test(prefix)) throw new Error("the answer is not one of a git server");
    const length = Number.parseInt(prefix, 16);
    if (length === 3 || at + length > bytes.length) throw new Error("the answer of the git server is cut off");
    if (length > 4) lines.push(decoder.decode(bytes.subarray(at + 4, at + length)).replace(/\n$/, ""));
    at += Math.max(4, length);
  }
  return lines;
}
