import { describe, expect, test } from "vitest";
import { parsed } from "../samples.ts";
import { sizes } from "./sizes.ts";

const lines = (count: number, text = "// why") => `${text}\n`.repeat(count);
const messagesFor = (path: string, text: string) => sizes(parsed({ [path]: text })).map(({ message }) => message);

describe("size ceilings", () => {
  test.each([
    ["runner/src/plan/names.ts", 250],
    ["runner/src/drivers/docker/render.ts", 250],
    ["api/src/releases/deployments/enqueue-deployment.ts", 300],
    ["api/src/releases/deployments/deployments.routes.ts", 300],
    ["ui/src/lib/Card.svelte", 350],
    ["api/src/app.test.ts", 600],
  ])("%s may have %d lines and not one more", (path, ceiling) => {
    expect(messagesFor(path, lines(ceiling))).toEqual([]);
    expect(messagesFor(path, lines(ceiling + 1))).toEqual([expect.stringContaining(`${ceiling + 1} lines`)]);
  });

  test("the script of a component has a ceiling of its own", () => {
    const text = `<script lang="ts">\n${lines(121, "let row = 1;")}</script>\n`;
    expect(messagesFor("ui/src/lib/Card.svelte", text)).toEqual([expect.stringContaining("121 lines of script")]);
  });

  test.each([
    ["runner/src/plan/names.ts", 50],
    ["runner/src/steps/release.ts", 70],
    ["runner/src/steps/release.test.ts", 60],
  ])("a function in %s may span %d lines and not one more", (path, ceiling) => {
    const spanning = (count: number) => `function release() {\n${lines(count - 2)}}\n`;
    expect(messagesFor(path, spanning(ceiling))).toEqual([]);
    expect(messagesFor(path, spanning(ceiling + 1))).toEqual([expect.stringContaining("release has")]);
  });

  test("a describe block may be long because it is a list of tests", () => {
    const text = `describe.each([1])("rule", () => {\ntest("a rule", () => {});\n${lines(200)}});\n`;
    expect(messagesFor("api/src/app.test.ts", text)).toEqual([]);
  });

  test("a shared suite may be long because it is a list of tests, and each test in it may not", () => {
    const suite = (test: string) => `export function driverLaws() {\n${test}\n${lines(100)}}\n`;
    expect(messagesFor("runner/src/drivers/driver.suite.ts", suite('test("a rule", () => {});'))).toEqual([]);
    const longTest = suite(`test("a rule", () => {\n${lines(60)}});`);
    expect(messagesFor("runner/src/drivers/driver.suite.ts", longTest)).toEqual([expect.stringContaining("has 62")]);
  });

  test("control flow nests three deep and else-if does not count as deeper", () => {
    const chain = "function f() { if (a) { x(); } else if (b) { x(); } else if (c) { for (;;) { if (d) x(); } } }";
    const deep = "function f() { if (a) { for (;;) { try { if (b) x(); } finally { y(); } } } }";
    expect(messagesFor("api/src/app.ts", chain)).toEqual([]);
    expect(messagesFor("api/src/app.ts", deep)).toEqual([expect.stringContaining("nests 4 deep")]);
  });

  test("a callback inside a function starts its own nesting", () => {
    const text = "function f() { for (;;) { if (a) rows.map((row) => { if (row) { for (;;) x(); } }); } }";
    expect(messagesFor("api/src/app.ts", text)).toEqual([]);
  });

  test.each([
    "function f(a: string, b: string, c: string) {}",
    "const f = (a: string, b: string, c: number) => 1;",
    "function f(a: A, b: B, c: C, d: D) {}",
    "class A { f(a: A, b: string, c?: boolean) {} }",
  ])("%s takes too many positions", (text) => {
    expect(messagesFor("api/src/app.ts", text)).toEqual([expect.stringContaining("positions")]);
  });

  test.each([
    "function f(a: A, b: B) {}",
    "function f(a: A, b: B, { c }: { c: string }) {}",
    "function f(a: A, b: B, signal: AbortSignal) {}",
    "function f(db: Database, teamId: string, id: string) {}",
    "function f({ db }: Pick<Deps, 'db'>, actor: string, id: string) {}",
    "rows.reduce((a, b, c) => a);",
    "function f(a: A, b: B, then: (c: string) => void) {}",
    "class A extends Writable { override _write(a: A, b: string, c: string) {} }",
  ])("%s takes few enough positions", (text) => {
    expect(messagesFor("api/src/app.ts", text)).toEqual([]);
  });
});
