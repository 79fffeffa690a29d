import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { authorizedKeysLine, ensureDeployKey, ensureRunnerKey } from "./ssh-keys.ts";

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "fairlead-keys-"));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

describe("the runner's key", () => {
  test("is made once, as an ed25519 key only its owner may read", async () => {
    const first = await ensureRunnerKey(state);
    const second = await ensureRunnerKey(state);
    expect(second).toEqual(first);
    expect(first.publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+ fairlead-runner$/);
    expect(statSync(first.privateKeyFile).mode & 0o777).toBe(0o600);
    expect(statSync(join(state, "ssh")).mode & 0o777).toBe(0o700);
  });

  test("is one key even when many start at the same time", async () => {
    const keys = await Promise.all(Array.from({ length: 10 }, () => ensureRunnerKey(state)));
    expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });

  test("goes into authorized_keys without a terminal or an agent", async () => {
    expect(authorizedKeysLine(await ensureRunnerKey(state))).toMatch(/^restrict,port-forwarding ssh-ed25519 /);
  });

  test("that is damaged stops the runner instead of being replaced", async () => {
    const { privateKeyFile } = await ensureRunnerKey(state);
    writeFileSync(privateKeyFile, "garbage");
    await expect(ensureRunnerKey(state)).rejects.toThrow("is not a private key");
  });
});

describe("deploy keys", () => {
  test("are one for each source, and the source is an id and never a path", async () => {
    const [one, two] = await Promise.all([ensureDeployKey(state, "src_one"), ensureDeployKey(state, "src_two")]);
    expect(one.fingerprint).not.toBe(two.fingerprint);
    expect(() => ensureDeployKey(state, "../../etc/x")).toThrow();
  });
});
