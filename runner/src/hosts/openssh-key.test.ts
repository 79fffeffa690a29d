import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ssh2 from "ssh2";
import { expect, test } from "vitest";
import { needsProgram } from "../testing/needs-program.ts";
import { encodeEd25519Key, makeEd25519Key } from "./openssh-key.ts";

test("OpenSSH itself reads the private key and derives the same public one", (context) => {
  needsProgram(context, "ssh-keygen");
  const folder = mkdtempSync(join(tmpdir(), "fairlead-key-"));
  const key = makeEd25519Key("fairlead-runner");
  writeFileSync(join(folder, "key"), key.privateKey, { mode: 0o600 });
  const derived = execFileSync("ssh-keygen", ["-y", "-f", join(folder, "key")])
    .toString()
    .trim();
  rmSync(folder, { recursive: true });
  expect(derived).toBe(key.publicKey);
});

test("a public half that begins with zero bytes stays whole", () => {
  const publicBytes = Buffer.concat([Buffer.alloc(2), Buffer.alloc(30, 7)]);
  const { privateKey, publicKey } = encodeEd25519Key({ publicBytes, seed: Buffer.alloc(32, 9), comment: "x" });
  const blob = Buffer.from(publicKey.split(" ")[1] ?? "", "base64");
  expect(blob.subarray(-32)).toEqual(publicBytes);
  expect(ssh2.utils.parseKey(privateKey)).not.toBeInstanceOf(Error);
});
