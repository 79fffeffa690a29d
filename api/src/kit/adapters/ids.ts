import { type IdKind, idPrefixes } from "@fairlead/runner/contract";
import { uuidv7obj } from "uuidv7";
import type { Ids } from "../deps.ts";

const crockford = "0123456789abcdefghjkmnpqrstvwxyz";
const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** 16 bytes as 26 characters; two leading zero bits keep the order of the bytes. */
function toBase32(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = "";
  for (let i = 0; i < 26; i++) {
    text = (crockford[Number(value & 31n)] ?? "") + text;
    value >>= 5n;
  }
  return text;
}

function randomBase62(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      // 248 is the largest multiple of 62 in a byte: what lies above would favour the first letters.
      if (byte < 248 && text.length < length) text += base62[byte % 62];
    }
  }
  return text;
}

export const randomIds: Ids = {
  next: (kind: IdKind) => `${idPrefixes[kind]}_${toBase32(uuidv7obj().bytes)}`,
  secret: (bytes) => randomBase62(Math.ceil((bytes * 8) / 5.95)),
};
