import { expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { wholeFiles } from "./whole-files.ts";

const inFile = (path: string, text: string) => placesOf(wholeFiles, { [path]: text });

test.each([
  ["api/src/homes/state-folder.ts", 'import { writeFileSync } from "node:fs";'],
  ["runner/src/agent/identity.ts", 'import { readFile, writeFile } from "node:fs/promises";'],
  ["runner/state-lock/lock-files.ts", 'import { appendFileSync as add } from "node:fs";'],
  ["db/src/client.ts", 'import { createWriteStream } from "node:fs";'],
])("%s may not hold %s", (path, text) => {
  expect(inFile(path, text)).toEqual([`${path}:1`]);
});

test.each([
  ["api/src/homes/state-folder.ts", 'import { writeWhole } from "@fairlead/runner/state-lock";'],
  ["runner/src/agent/identity.ts", 'import { readFile } from "node:fs/promises";'],
  ["runner/src/agent/identity.test.ts", 'import { writeFileSync } from "node:fs";'],
  ["scripts/patterns.ts", 'import { writeFileSync } from "node:fs";'],
])("%s may hold %s", (path, text) => {
  expect(inFile(path, text)).toEqual([]);
});
