import { type IdKind, idPrefixes } from "@fairlead/runner/contract";
import { V7Generator } from "uuidv7";
import type { Ids } from "../deps.ts";

const crockford = "0123456789abcdefghjkmnpqrstvwxyz";
const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** 16 bytes as 26 characters; two leading zero bits keep the order of the bytes. */
function toBase32(bytes: Uint8Array): string {
  let text = "";
  let value = 0;
  // Of the bits that were read and not yet written; the two that lead are zero.
  let bits = 2;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += crockford[(value >> bits) & 31] ?? "";
    }
  }
  return text;
}

/** Fetched for many texts at once: to ask the system costs more than the few bytes of one. Each byte is used once. */
const pool = new Uint8Array(1_024);
let used = pool.length;

function randomByte(): number {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  // Nobody finds later what a secret was made from.
  pool[used++] = 0;
  return byte;
}

const byTime = new V7Generator({
  nextUint32: () => ((randomByte() << 24) | (randomByte() << 16) | (randomByte() << 8) | randomByte()) >>> 0,
});

function randomBase62(length: number): string {
  let text = "";
  while (text.length < length) {
    const byte = randomByte();
    // 248 is the largest multiple of 62 in a byte: what lies above would favour the first letters.
    if (byte < 248) text += base62[byte % 62];
  }
  return text;
}

export const randomIds: Ids = {
  next: (kind: IdKind) => `${idPrefixes[kind]}_${toBase32(byTime.generate().bytes)}`,
  secret: (bytes) => randomBase62(Math.ceil((bytes * 8) / 5.95)),
};
