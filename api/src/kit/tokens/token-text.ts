import type { Ids } from "../deps.ts";

/** What a token opens; the prefix says it, so a token of the wrong kind is refused before any query. */
export const tokenPrefixes = {
  user: "flu",
  enrolment: "fle",
  runner: "flr",
  invitation: "fli",
  address: "fla",
} as const;
export type TokenKind = keyof typeof tokenPrefixes;

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** As 30 characters. */
const bodyBytes = 22;
const checksumLength = 6;

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

function checksum(text: string): string {
  let value = crc32(text);
  let out = "";
  for (let i = 0; i < checksumLength; i++) {
    out = (base62[value % 62] ?? "") + out;
    value = Math.floor(value / 62);
  }
  return out;
}

/** `flu_` + 30 random base62 characters (176 bits) + 6 of checksum, so that a scanner or a typo is told without a database. */
export function makeToken(kind: TokenKind, ids: Pick<Ids, "secret">): string {
  const head = `${tokenPrefixes[kind]}_${ids.secret(bodyBytes)}`;
  return head + checksum(head);
}

const shape = /^(fl[a-z])_[0-9A-Za-z]{36}$/;

export function isWellFormed(kind: TokenKind, text: string): boolean {
  if (shape.exec(text)?.[1] !== tokenPrefixes[kind]) return false;
  return checksum(text.slice(0, -checksumLength)) === text.slice(-checksumLength);
}

/** SHA-256 as hex: what is stored. The token has enough entropy that a slow hash would add nothing. */
export async function hashToken(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
