import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
// allow arrows: the disk that fails is the one that the files of state are tested with
import { type Failure, failingDisk } from "../../../../runner/state-lock/testing/failing-disk.ts";
import { openStateFolder, type StateFolder } from "../../homes/state-folder.ts";
import { ConfigError } from "../config.ts";

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "fairlead-first-"));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

/** What a first start writes besides the database, in its order. */
const firstStart = (folder: StateFolder) => ({
  secret: folder.secret(),
  code: folder.ensureSetupCode(),
  token: folder.writeRunnerToken("fle_token"),
});
const start = (disk = failingDisk(Number.POSITIVE_INFINITY)) => firstStart(openStateFolder(path, { disk }));
const put = (name: string, text: string) => writeFileSync(join(path, name), text);
const kept = (name: string) => readFileSync(join(path, name), "utf8").trim();

function allSteps(): number {
  const disk = failingDisk(Number.POSITIVE_INFINITY);
  start(disk);
  return disk.steps();
}

describe("a first start", () => {
  test.each<Failure>(["killed", "full"])(
    "%s at any call and byte is followed by one that owns a whole secret and code",
    (failure) => {
      const steps = allSteps();
      for (let at = 0; at <= steps; at++) {
        rmSync(path, { recursive: true, force: true });
        const first: { secret?: string } = {};
        try {
          const folder = openStateFolder(path, { disk: failingDisk(at, failure) });
          first.secret = folder.secret();
          firstStart(folder);
        } catch {
          // The next start follows.
        }
        const readable = openStateFolder(path).readSetupCode();
        expect(
          readable === null || readable.length >= 16,
          `a code of ${readable?.length} signs after ${at} steps`,
        ).toBe(true);
        const second = start();
        // What the first one may have sealed something with stays.
        if (first.secret) expect(second.secret, `after ${at} steps`).toBe(first.secret);
        expect([second.secret.length >= 32, second.code.length >= 16]).toEqual([true, true]);
        expect([kept("secret"), kept("setup-code")]).toEqual([second.secret, second.code]);
        expect(readdirSync(path).toSorted()).toEqual(["local-runner.token", "secret", "setup-code"]);
      }
    },
  );

  test("a full disk is told by a sentence that names the file", () => {
    expect(() => start(failingDisk(8, "full"))).toThrow(`${join(path, "secret")} cannot be written: the disk is full.`);
  });
});

describe("what a version that wrote byte by byte left behind", () => {
  const whole = start;
  test.each(Array.from({ length: 16 }, (_, length) => length))(
    "a code of %d signs opens nothing and is made anew",
    (length) => {
      put("setup-code", "k7Qw2Lm9Xz4Rt6Vb".slice(0, length));
      expect(openStateFolder(path).readSetupCode()).toBeNull();
      expect(whole().code).toHaveLength(22);
    },
  );

  test.each([0, 1, 20, 31])("a secret of %d signs is made anew while there are no data", (length) => {
    put("secret", "k7Qw2Lm9Xz4Rt6VbJ8s0vQpX2mWz7LrT".slice(0, length));
    expect(whole().secret.length).toBeGreaterThanOrEqual(32);
  });

  test.each([0, 1, 20, 31])(
    "a secret of %d signs beside data is refused by the file's name and left as it is",
    (length) => {
      const part = "k7Qw2Lm9Xz4Rt6VbJ8s0vQpX2mWz7LrT".slice(0, length);
      put("secret", part);
      put("fairlead.db", "data");
      const open = () => openStateFolder(path).secret();
      expect(open).toThrow(ConfigError);
      expect(open).toThrow(join(path, "secret"));
      expect(kept("secret")).toBe(part);
    },
  );
});

test("files that others could read are their user's alone once they are written again", () => {
  for (const name of ["setup-code", "local-runner.token"]) {
    writeFileSync(join(path, name), "", { mode: 0o644 });
  }
  start();
  for (const name of ["secret", "setup-code", "local-runner.token"]) {
    expect(statSync(join(path, name)).mode & 0o777, name).toBe(0o600);
  }
});
