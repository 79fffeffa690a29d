// pure

import { createHash } from "node:crypto";
import type { ServerHostKeyAlgorithm } from "ssh2";
import { withoutTrailing } from "../../contract/index.ts";

/** A host's public key as `ssh-ed25519 AAAA…`: the form in which it is shown, stored and compared. */
export type HostKey = { line: string; type: string; fingerprint: string };

/** Signature algorithms by key type, strongest first. SHA-1 signatures and DSA are not offered at all. */
const algorithmsOf: Record<string, readonly ServerHostKeyAlgorithm[]> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
};

/** `SHA256:…` as `ssh-keygen -l` prints it. */
export const fingerprintOf = (blob: Uint8Array) =>
  `SHA256:${withoutTrailing(createHash("sha256").update(blob).digest("base64"), "=")}`;

/** Reads the key type out of the wire form; undefined when it is not one. */
function typeOf(blob: Buffer): string | undefined {
  if (blob.length < 5) return undefined;
  const length = blob.readUInt32BE(0);
  return length > 0 && length <= 64 && blob.length > 4 + length ? blob.toString("latin1", 4, 4 + length) : undefined;
}

/** From the bytes a server sent. undefined for key types we do not speak. */
export function hostKeyFromBlob(blob: Buffer): HostKey | undefined {
  const type = typeOf(blob);
  if (type === undefined || !Object.hasOwn(algorithmsOf, type)) return undefined;
  return { line: `${type} ${blob.toString("base64")}`, type, fingerprint: fingerprintOf(blob) };
}

/** From a stored or pasted line `type base64 [comment]`. undefined when the line is not a key or lies about its type. */
export function parseHostKey(line: string): HostKey | undefined {
  const [type, base64] = line.trim().split(/\s+/);
  if (!type || !base64 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const key = hostKeyFromBlob(Buffer.from(base64, "base64"));
  return key?.type === type ? key : undefined;
}

/** What we offer: the types we have pinned first, so a server with several keys shows the one we know. */
export function hostKeyAlgorithms(pinned: readonly HostKey[]): ServerHostKeyAlgorithm[] {
  const known = pinned.map((key) => key.type);
  const types = Object.keys(algorithmsOf);
  const ordered = [...types.filter((type) => known.includes(type)), ...types.filter((type) => !known.includes(type))];
  return ordered.flatMap((type) => algorithmsOf[type] ?? []);
}
