import { describe, expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { noIo } from "./no-io.ts";

describe("files that decide", () => {
  test.each([
    'import { readFileSync } from "node:fs";',
    'import { Hono } from "hono";',
    'import { eq } from "drizzle-orm";',
    'import ssh2 from "ssh2";',
    'const answer = fetch("http://example.test");',
    "const now = Date.now();",
    "const now = new Date();",
    "const chance = Math.random();",
    "const id = crypto.randomUUID();",
    'const id = globalThis["crypto"].randomUUID();',
    "const home = process.env.HOME;",
    "setTimeout(() => {}, 10);",
    "export const read = async () => 1;",
    "export const later = new Promise(() => {});",
    "export const all = Promise.all([]);",
    'import "node:fs";',
    'import { createHash, randomBytes } from "node:crypto";',
    'import { openDatabase } from "@fairlead/db";',
  ])("may not hold %s", (text) => {
    expect(placesOf(noIo, { "api/src/rules/deployment.ts": text })).toEqual(["api/src/rules/deployment.ts:1"]);
  });

  test.each([
    "const then = new Date(1_700_000_000_000);",
    "const steps = { fetch: () => 1 }; steps.fetch();",
    'import type { Server } from "node:http";',
    'import * as v from "valibot";',
    "const half = Math.floor(3 / 2);",
    'import { posix } from "node:path";',
    'import { createHash } from "node:crypto";',
    'import { DamagedValue } from "@fairlead/db/damaged";',
  ])("may hold %s", (text) => {
    expect(placesOf(noIo, { "runner/src/plan/plan-deployment.ts": text })).toEqual([]);
  });

  test("every folder of decisions and every render file is covered, other files are free", () => {
    const text = "export const now = Date.now();";
    const paths = [
      "runner/contract/job.ts",
      "runner/src/drivers/docker/render.ts",
      "runner/src/drivers/docker/apply.ts",
    ];
    const samples = Object.fromEntries(paths.map((path) => [path, text]));
    expect(placesOf(noIo, samples)).toEqual(["runner/contract/job.ts:1", "runner/src/drivers/docker/render.ts:1"]);
  });

  test("an import that brings effects in through another file is reported where it is written", () => {
    const samples = {
      "runner/src/drivers/docker/render.ts": 'import { nameOf } from "./names.ts";',
      "runner/src/drivers/docker/names.ts": 'export { nameOf } from "./disk.ts";',
      "runner/src/drivers/docker/disk.ts":
        'import { hostname } from "node:os"; export const nameOf = () => hostname();',
    };
    expect(placesOf(noIo, samples)).toEqual(["runner/src/drivers/docker/render.ts:1"]);
  });

  test("taking only the types of a file with effects is fine", () => {
    const samples = {
      "runner/src/drivers/docker/render.ts": 'import type { Disk } from "./disk.ts";',
      "runner/src/drivers/docker/disk.ts": 'import { hostname } from "node:os"; export type Disk = string;',
    };
    expect(placesOf(noIo, samples)).toEqual([]);
  });

  test.each([
    ["api/src/places/servers/rules/suffix.ts", "", true],
    ["runner/src/ports/driver.ts", "", true],
    ["api/src/places/servers/servers.schemas.ts", "", true],
    ["api/src/places/servers/news.ts", "// pure\n\n", true],
    ["api/src/places/servers/news.ts", "\n// pure\n", false],
    ["api/src/places/servers/news.ts", "// pure and simple\n", false],
    ["api/src/places/servers/rules/suffix.test.ts", "// pure\n", false],
  ])("%s that begins with %j is held: %s", (path, head, isHeld) => {
    expect(placesOf(noIo, { [path]: `${head}export const now = Date.now();` })).toHaveLength(isHeld ? 1 : 0);
  });
});
