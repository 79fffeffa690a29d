// pure

import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const encoder = new TextEncoder();

/** Was this MAC made over these bytes with this key? In constant time, and at once: WebCrypto would give it to another thread and wait. */
export function verifyHmac(key: Uint8Array, { mac, bytes }: { mac: Uint8Array; bytes: Uint8Array }): boolean {
  if (key.length === 0) return false;
  return isMac(key, { mac, bytes });
}

/** The same for a key that is known to be none that everybody knows. */
export function isMac(key: Uint8Array | string, { mac, bytes }: { mac: Uint8Array; bytes: Uint8Array }): boolean {
  const made = createHmac("sha256", key).update(bytes).digest();
  return mac.length === made.length && timingSafeEqual(mac, made);
}

/** 64 lower-case hex digits after an exact prefix; everything else is refused, other algorithms and repeated headers included. */
export function verifyHex(
  secret: string,
  { header, prefix, bytes }: { header: string | null; prefix: string; bytes: Uint8Array<ArrayBuffer> },
): boolean {
  if (!header?.startsWith(prefix)) return false;
  const hex = header.slice(prefix.length);
  if (!/^[0-9a-f]{64}$/.test(hex)) return false;
  const mac = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return verifyHmac(encoder.encode(secret), { mac, bytes });
}

/** Equal texts, found out in a time that depends on neither: their hashes are compared, which are of one length. */
export const isSameText = (a: string, b: string): boolean => timingSafeEqual(hashOf(a), hashOf(b));
const hashOf = (text: string) => createHash("sha256").update(text).digest();

/** Base64 as Standard Webhooks write it; null when it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
