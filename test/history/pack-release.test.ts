import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { version } from "../../runner/src/version.ts";
import { packRelease } from "./pack-release.ts";

// What the release command keeps; that a kept release is opened and replaced is tried on those that are there.

let folder: string;
let built: { runner: string; controlPlane: string; writer: string };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-pack-"));
  const program = (name: string) => {
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, `export const name = "${name}";\n`);
    return file;
  };
  built = { runner: program("runner"), controlPlane: program("control-plane"), writer: program("writer") };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a release is kept with its programs, a state of its own and what belongs to that, and is never written over", async () => {
  const releases = join(folder, "releases");
  const files = await packRelease(releases, built);
  expect(readdirSync(join(releases, version)).toSorted()).toEqual(files.toSorted());
  const about = JSON.parse(readFileSync(join(releases, version, "about.json"), "utf8"));
  expect(about).toMatchObject({ version, queued: { deployment: expect.stringMatching(/^dep_/) } });
  await expect(packRelease(releases, built)).rejects.toThrow("kept already");
});

test("what could not be packed leaves nothing that would pass for a kept release", async () => {
  const releases = join(folder, "releases");
  await expect(packRelease(releases, { ...built, writer: join(folder, "absent.mjs") })).rejects.toThrow("ENOENT");
  expect(existsSync(releases)).toBe(false);
});
