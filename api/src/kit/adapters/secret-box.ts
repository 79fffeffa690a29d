import type { SealPlace, SecretBox } from "../deps.ts";
import { fromBase64, toBase64 } from "./base64.ts";

const subtle = crypto.subtle;

/** AES-256-GCM text `v1.<key id>.<iv>.<ciphertext>`, both base64. */
async function encrypt(key: CryptoKey, head: string, parts: { aad: string; plain: Uint8Array<ArrayBuffer> }) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(parts.aad);
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, parts.plain);
  return `v1.${head}.${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`;
}

async function decrypt(key: CryptoKey, { sealed, aad }: { sealed: string; aad: string }) {
  const [version, , iv, text] = sealed.split(".");
  if (version !== "v1" || !iv || !text)
    throw new Error("A sealed value is damaged: it is not in the form v1.<key>.<iv>.<text>.");
  const additionalData = new TextEncoder().encode(aad);
  const how = { name: "AES-GCM", iv: fromBase64(iv), additionalData };
  return new Uint8Array(await subtle.decrypt(how, key, fromBase64(text)));
}

const importKey = (raw: Uint8Array<ArrayBuffer>) =>
  subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

async function derive(
  secret: string,
  purpose: string,
  { algorithm, usages }: { algorithm: AesKeyAlgorithm | HmacKeyGenParams; usages: KeyUsage[] },
) {
  const material = await subtle.importKey("raw", new TextEncoder().encode(secret), "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode(purpose);
  const by = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info };
  return subtle.deriveKey(by, material, algorithm, false, usages);
}
const wrappingKey = (secret: string) =>
  derive(secret, "fairlead team keys v1", {
    algorithm: { name: "AES-GCM", length: 256 },
    usages: ["encrypt", "decrypt"],
  });
const signingKey = (secret: string) =>
  derive(secret, "fairlead audit v1", {
    algorithm: { name: "HMAC", hash: "SHA-256", length: 256 },
    usages: ["sign"],
  });

const placeText = (place: SealPlace) => [place.team, place.table, place.column, place.row].join("|");
const teamKeyPlace = "team-key";
/** A mark of byte order is part of a value like every other letter. */
const exact = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Envelope encryption: every team has a random data key, wrapped by a key derived from FAIRLEAD_SECRET. Unwrapped keys are kept
 * by their wrapped text, so a page of secrets costs one unwrap.
 */
export function createSecretBox(secret: string): SecretBox {
  const keyId = "k1";
  // Only where they are used: a Worker makes a box for each request.
  let wrapping: Promise<CryptoKey> | undefined;
  let signing: Promise<CryptoKey> | undefined;
  const toWrap = () => {
    wrapping ??= wrappingKey(secret);
    return wrapping;
  };
  const toSign = () => {
    signing ??= signingKey(secret);
    return signing;
  };
  const unwrapped = new Map<string, Promise<CryptoKey>>();
  const teamKeyOf = (wrapped: string) => {
    const known =
      unwrapped.get(wrapped) ??
      toWrap()
        .then((key) => decrypt(key, { sealed: wrapped, aad: teamKeyPlace }))
        .then(importKey);
    unwrapped.set(wrapped, known);
    known.catch(() => unwrapped.delete(wrapped));
    return known;
  };
  const mac = async (text: string) =>
    toBase64(new Uint8Array(await subtle.sign("HMAC", await toSign(), new TextEncoder().encode(text))));
  return {
    keyMark: () => mac("fairlead key mark v1"),
    opensTeamKey: (wrapped) =>
      teamKeyOf(wrapped).then(
        () => true,
        () => false,
      ),
    newTeamKey: async () =>
      encrypt(await toWrap(), keyId, { aad: teamKeyPlace, plain: crypto.getRandomValues(new Uint8Array(32)) }),
    seal: async (teamKey, where, plain) =>
      encrypt(await teamKeyOf(teamKey), keyId, { aad: placeText(where), plain: new TextEncoder().encode(plain) }),
    open: async (teamKey, where, sealed) =>
      exact.decode(await decrypt(await teamKeyOf(teamKey), { sealed, aad: placeText(where) })),
    mac,
  };
}
