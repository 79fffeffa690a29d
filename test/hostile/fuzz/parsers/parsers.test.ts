import { expect, test } from "vitest";
import { parseModule } from "../../../../scripts/check/module.ts";
import { targets } from "../targets/all.ts";
import { findReadings, readingsOf } from "./find-parsers.ts";
import { ownTexts } from "./own-texts.ts";
import { untried } from "./untried.ts";

const found = new Set(findReadings().map(({ path }) => path));
const tried = new Map(targets.flatMap(({ name, reads }) => reads.map((path) => [path, name] as const)));

test("whatever looks into bytes or text is tried by a target, says whose they are, or is named as untried", () => {
  expect([...found].filter((path) => !tried.has(path) && !(path in ownTexts)).toSorted()).toEqual(untried);
});

test("a file is tried or its texts are ours, and never both", () => {
  expect(Object.keys(ownTexts).filter((path) => tried.has(path))).toEqual([]);
});

test("both lists speak of the code as it is", () => {
  expect([...tried.keys(), ...Object.keys(ownTexts)].filter((path) => !found.has(path))).toEqual([]);
});

test.each([
  ["JSON.parse(text)", "JSON.parse"],
  ["v.safeParse(Schema, value)", "v.safeParse"],
  ["await answer.json()", "json"],
  ["line.split(':')", "split"],
  ["/a(b)/.exec(text)", "exec"],
  ["bytes.toString('latin1')", "toString latin1"],
  ["Buffer.from(text, 'base64url')", "from base64url"],
  ["bytes.readUInt32BE(0)", "readUInt32BE"],
  ["new URL(text)", "URL"],
  ["new TextDecoder()", "TextDecoder"],
  ["import http2 from 'node:http2'", "node:http2"],
])("%s looks into a text", (code, what) => {
  expect(readingsOf(parseModule("a.ts", code)).map((each) => each.what)).toEqual([what]);
});

test.each([
  "JSON.stringify(value)",
  "c.json(value, 200)",
  "digest.toString('hex')",
  "import type { Client } from 'ssh2'",
])("%s does not", (code) => {
  expect(readingsOf(parseModule("a.ts", code))).toEqual([]);
});
