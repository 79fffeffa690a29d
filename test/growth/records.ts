import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { TestProject } from "vitest/node";
import { hashOf } from "../../scripts/build/stamp.ts";
import { root } from "../../scripts/check/repository.ts";
import type { Recorded } from "./recording.ts";

declare module "vitest" {
  interface ProvidedContext {
    productHash: string;
  }
}

const folder = join(root, "node_modules/.cache/fairlead-statements");
const fileOf = (testFile: string) => join(folder, `${relative(root, testFile).replaceAll("/", "__")}.json`);

const recorders = ["recording", "note-statements", "instrument-stores"].map((name) => `test/growth/${name}.ts`);

/** Of everything that decides what the API asks its database, and of what notes it. */
export const productHash = (): string =>
  hashOf(["api/src", "db/src", "db/migrations", "runner/contract", ...recorders], root);

/** Once for all test files: they note beside their record which product it is of. */
export function setup(project: TestProject): void {
  project.provide("productHash", productHash());
}

/** A record counts while neither the product nor the test has changed. */
const stampOf = (testFile: string, hash: string) =>
  createHash("sha256").update(hash).update(readFileSync(testFile)).digest("hex");

export function keepRecord(testFile: string, { hash, statements }: { hash: string; statements: Recorded[] }): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(testFile), JSON.stringify({ stamp: stampOf(testFile, hash), statements }));
}

/** What the tests of this file asked, of this very product; undefined when nobody ran them since the last change. */
export function readRecord(testFile: string, hash: string): Recorded[] | undefined {
  const file = fileOf(testFile);
  if (!existsSync(file)) return undefined;
  const record: { stamp: string; statements: Recorded[] } = JSON.parse(readFileSync(file, "utf8"));
  return record.stamp === stampOf(testFile, hash) ? record.statements : undefined;
}
