import { describe, expect, test } from "vitest";
import { measurePatterns } from "../patterns/measure-patterns.ts";
import { parsed } from "../samples.ts";
import { patternsAmong } from "./patterns.ts";

const path = "runner/src/agent/shorten.ts";
const list = "worst-cases.json";
const complaints = (text: string, registered = {}, at = path) =>
  patternsAmong(registered, { path: list })(parsed({ [at]: text })).map(({ message }) => message);

const inTemplate = (before: string, name: string, after: string) => `${before}\${${name}}${after}`;

describe("a regular expression of api, runner or contract", () => {
  test.each([
    "text.replace(/a+$/, '');",
    "new RegExp('a+$').test(text);",
    "RegExp('a+$').test(text);",
    'const source = "a+$"; new RegExp(source);',
    `const word = "a"; ${inTemplate("new RegExp(`", "word", "+$`);")}`,
    `const word = "a"; ${inTemplate("new RegExp(String.raw`", "word", "+$`);")}`,
    'const words = { one: "a" } as const; const of = (kind: "one") => new RegExp(words[kind] + "+$");',
  ])("%s is found, and needs its worst case", (text) => {
    expect(complaints(text)).toEqual([expect.stringContaining("/a+$/")]);
    expect(complaints(text, { "/a+$/": [["", "a"]] })).toEqual([]);
    expect(complaints(text, { "/a+$/": [] })).toHaveLength(1);
  });

  test.each([
    "const find = (source: string) => new RegExp(source);",
    "let source = 'a'; new RegExp(source);",
    'const source = "a"; const find = (source: string) => new RegExp(source);',
    'const source = "a"; const find = ({ source }: Given) => new RegExp(source);',
    'const source = "a"; function find() { const source = given(); return new RegExp(source); }',
    "const Pattern = RegExp; new Pattern(text);",
    "make(RegExp);",
    "new globalThis.RegExp(text);",
    'new globalThis["RegExp"](text);',
    "const { RegExp: Pattern } = globalThis;",
    "Reflect.construct(RegExp, [text]);",
    "/a/.constructor(text);",
    'text.match("a+$");',
    "text.search('a' + word);",
    inTemplate("text.matchAll(`", "word", "+$`);"),
  ])("%s hides what is looked for", (text) => {
    const told = complaints(text, { "/a/": [["", "a"]] }).filter((each) => !each.includes("no pattern any more"));
    expect(told).not.toEqual([]);
  });

  test("of which each value of a table makes one needs the worst case of each", () => {
    const text =
      'const words = { one: "a", two: "b" } as const; const of = (kind: Kind) => new RegExp(`^${words[kind]}$`);';
    expect(complaints(text)).toEqual([expect.stringContaining("/^a$/"), expect.stringContaining("/^b$/")]);
  });

  test("of which a table holds the values of another needs the worst case of each", () => {
    const tables = 'const some = { one: "a" }; const words = { ...some, two: "b" };';
    expect(complaints(`${tables} const of = (kind: Kind) => new RegExp(words[kind]);`)).toEqual([
      expect.stringContaining("/a/"),
      expect.stringContaining("/b/"),
    ]);
  });

  test("may be named as a type, and asked for", () => {
    expect(complaints("const f = (pattern: RegExp) => pattern instanceof RegExp;")).toEqual([]);
  });

  test("that is gone must leave the list", () => {
    expect(complaints("const nothing = 1;", { "/a+$/": [["", "a"]] })).toEqual(["/a+$/ is no pattern any more"]);
  });

  test("is nobody's business in tests and in scripts", () => {
    expect(complaints("/a+$/.test(text);", {}, "runner/src/agent/shorten.test.ts")).toEqual([]);
    expect(complaints("/a+$/.test(text);", {}, "scripts/up.mjs")).toEqual([]);
  });
});

describe("measured on the text it works hardest on", () => {
  const measure = { length: 1_048_576, patienceMs: 2_000 };

  test("a pattern that looks at everything again from each place does not end, and the others are still measured", async () => {
    const [quadratic, linear] = [
      { source: "\\s+$", flags: "" },
      { source: "^\\s+$", flags: "g" },
    ];
    const registered = { "/\\s+$/": [["", " "]], "/^\\s+$/g": [["", " "]] } satisfies Record<
      string,
      [string, string][]
    >;
    const { stuck, trials } = await measurePatterns([quadratic, linear, quadratic], { registered, measure });
    expect(stuck.map(({ source }) => source)).toEqual(["\\s+$"]);
    expect(trials).toBe(2);
  });
});
