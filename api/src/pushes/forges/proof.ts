// pure

import { createHmac, timingSafeEqual } from "node:crypto";

/** A MAC that the sender gave, made with this key over `head` and the body behind it. */
type Bytes = Uint8Array<ArrayBuffer>;
export type Proof = { key: Bytes; head: Bytes; mac: Bytes };
/** The headers alone decide, or one of these has to fit the body. */
export type Asked = boolean | readonly Proof[];

const encoder = new TextEncoder();

/** 64 lower-case hex digits after an exact prefix, as `verifyHex` takes them. */
export function hexProof(secret: string, { header, prefix }: { header: string | null; prefix: string }): Asked {
  const hex = header?.startsWith(prefix) ? header.slice(prefix.length) : "";
  if (secret === "" || !/^[0-9a-f]{64}$/.test(hex)) return false;
  const mac = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return [{ key: encoder.encode(secret), head: new Uint8Array(), mac }];
}

/** Judges a body that comes in pieces. WebCrypto wants all of it at once. */
export function createProver(proofs: readonly Proof[]) {
  const known = proofs
    .filter(({ key }) => key.length > 0)
    .map(({ key, head, mac }) => ({ mac, hmac: createHmac("sha256", key).update(head) }));
  return {
    push: (piece: Uint8Array) => {
      for (const { hmac } of known) hmac.update(piece);
    },
    /** Once, at the end. */
    isGenuine: () =>
      known
        .map(({ mac, hmac }) => {
          const made = hmac.digest();
          return mac.length === made.length && timingSafeEqual(mac, made);
        })
        .includes(true),
  };
}
