import { Buffer } from "node:buffer";

// Values of a mebibyte are sealed and opened between two requests: taken byte by byte in this language, one of them holds everybody up.

export const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");

/** Throws on everything that is not written as `toBase64` writes it: the parser would leave it out in silence. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(text, "base64");
  if (toBase64(bytes) !== text) throw new Error("A text is not the base64 of anything.");
  return bytes;
}
