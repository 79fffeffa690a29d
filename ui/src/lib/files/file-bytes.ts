import type { CreateFile } from "../api/types.ts";
import { lineEndsOf } from "../forms/line-ends.ts";

/** In pieces: a call takes only so many arguments. */
const piece = 0x8000;

export function toBase64(bytes: Uint8Array): string {
  let letters = "";
  for (let at = 0; at < bytes.length; at += piece) letters += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(letters);
}

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Longer texts are slow to type in, and nobody does. */
const longestTyped = 512 * 1_024;

/** Whether a text field gives back what it was given. */
export const isTypable = (text: string): boolean =>
  text.length <= longestTyped && !text.includes("\0") && lineEndsOf(text) !== undefined;

/** What a chosen file holds: typed on when it is a text, and sent as it is otherwise. */
export function readChosen(bytes: Uint8Array): { typed: string } | { sent: CreateFile; sizeBytes: number } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (isTypable(text)) return { typed: text };
  } catch {
    // No text: its bytes are sent.
  }
  return { sent: { base64: toBase64(bytes) }, sizeBytes: bytes.length };
}
