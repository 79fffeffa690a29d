import { generateKeyPairSync, randomBytes } from "node:crypto";

const type = Buffer.from("ssh-ed25519");

/**
 * A new ed25519 key pair in OpenSSH's own formats (PROTOCOL.key in the OpenSSH sources). ssh2 can make keys too, but it drops leading
 * zero bytes of the public half, so one key in 256 cannot be read again.
 */
export function makeEd25519Key(comment: string): { privateKey: string; publicKey: string } {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { x, d } = privateKey.export({ format: "jwk" });
  if (!x || !d) throw new Error("node:crypto gave no ed25519 key");
  return encodeEd25519Key({ publicBytes: Buffer.from(x, "base64url"), seed: Buffer.from(d, "base64url"), comment });
}

export function encodeEd25519Key({
  publicBytes,
  seed,
  comment,
}: {
  publicBytes: Buffer;
  seed: Buffer;
  comment: string;
}) {
  const blob = Buffer.concat([text(type), text(publicBytes)]);
  const check = randomBytes(4);
  const body = Buffer.concat([
    check,
    check,
    blob,
    text(Buffer.concat([seed, publicBytes])),
    text(Buffer.from(comment)),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (body.length % 8)) % 8 }, (_, i) => i + 1));
  const none = text(Buffer.from("none"));
  const count = Buffer.from([0, 0, 0, 1]);
  const sealed = Buffer.concat([body, padding]);
  const whole = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    none,
    none,
    text(Buffer.alloc(0)),
    count,
    text(blob),
    text(sealed),
  ]);
  const lines = whole.toString("base64").match(/.{1,70}/g) ?? [];
  return {
    privateKey: ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n"),
    publicKey: `${type} ${blob.toString("base64")} ${comment}`,
  };
}

/** Length-prefixed string of the SSH protocol. */
function text(value: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([length, value]);
}
