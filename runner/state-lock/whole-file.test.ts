import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { StateNotKept } from "./state-not-kept.ts";
import { type Failure, failingDisk } from "./testing/failing-disk.ts";
import { makeWhole, removeDrafts, writeWhole } from "./whole-file.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-whole-"));
  file = join(folder, "secret");
});
afterEach(() => rmSync(folder, { recursive: true }));

const never = Number.POSITIVE_INFINITY;
const text = "what must be there whole\n";
const before = "what was there before\n";
const writers = { writeWhole, makeWhole };
const stepsOf = (write: (typeof writers)[keyof typeof writers]) => {
  const disk = failingDisk(never);
  write(file, text, { disk });
  rmSync(file);
  return disk.steps();
};
const shown = () => (readdirSync(folder).includes("secret") ? readFileSync(file, "utf8") : null);

describe.each(Object.entries(writers))("%s", (_, write) => {
  test.each<[Failure, string | null]>([
    ["killed", null],
    ["killed", before],
    ["full", null],
    ["full", before],
  ])("%s at any call and byte, where %j stood, shows the whole text or what stood there", (failure, stood) => {
    const seen = new Set<string | null>();
    const last = stepsOf(write);
    for (let at = 0; at <= last; at++) {
      rmSync(file, { force: true });
      if (stood !== null) writeFileSync(file, stood);
      try {
        write(file, text, { disk: failingDisk(at, failure) });
      } catch {
        // Whoever is killed says nothing.
      }
      seen.add(shown());
      expect([text, stood], `after ${at} steps`).toContain(shown());
    }
    expect(seen.has(text)).toBe(write === writeWhole || stood === null);
    removeDrafts(folder);
    expect(readdirSync(folder).filter((entry) => entry !== "secret")).toEqual([]);
  });

  test("a full disk is told with the file and leaves nothing but what stood there", () => {
    writeFileSync(file, before);
    const failed = () => write(file, text, { disk: failingDisk(5, "full") });
    expect(failed).toThrow(StateNotKept);
    expect(failed).toThrow(`${file} cannot be written: the disk is full.`);
    expect(readdirSync(folder)).toEqual(["secret"]);
  });

  test("what is made is its user's alone", () => {
    write(file, text);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

test("a file that others could read is theirs no more once it is written", () => {
  writeFileSync(file, before, { mode: 0o644 });
  writeWhole(file, text);
  expect([statSync(file).mode & 0o777, shown()]).toEqual([0o600, text]);
});

test("a file that is there is left as it is, and whoever wanted to make it is told", () => {
  expect([makeWhole(file, before), makeWhole(file, text), shown()]).toEqual([true, false, before]);
});
