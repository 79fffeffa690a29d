import { describe, expect, test } from "vitest";
import { compileDockerignore } from "./dockerignore.ts";

// That the docker command itself leaves out the same files is shown with its own context: ignored-files.lab.test.ts.

const compile = (text: string, keep: readonly string[] = []) =>
  compileDockerignore({ path: ".dockerignore", text }, keep);
const kept = (text: string, paths: readonly string[]) => {
  const isLeftOut = compile(text);
  return paths.filter((path) => !isLeftOut(path));
};

describe("a .dockerignore file", () => {
  test("leaves out folders with all they hold, and takes back what is excepted", () => {
    const paths = ["node_modules/a/b.js", "x.log", "keep.log", "src/y.log", "src/z.js"];
    expect(kept("node_modules\n*.log\n!keep.log\n# comment\n", paths)).toEqual(["keep.log", "src/y.log", "src/z.js"]);
  });

  test("never leaves out the Dockerfile", () => {
    const isLeftOut = compile("*\n", ["Dockerfile"]);
    expect(["Dockerfile", "a"].filter((path) => !isLeftOut(path))).toEqual(["Dockerfile"]);
  });

  test("tells capitals from small letters", () => {
    const paths = ["build/main.mjs", "README.md", "vendor/debug/d.go", "src/a.js"];
    expect(kept("Build\nREADME.MD\n**/Debug\n", paths)).toEqual(paths);
    expect(kept("*\n!Src\n", paths)).toEqual([]);
  });

  test.each([
    ["vendor/c++", ["vendor/c++", "vendor/c"], ["vendor/c"]],
    ["*/c++", ["vendor/c++/x", "c++"], ["c++"]],
    ["a(b)|{c}.$d", ["a(b)|{c}.$d", "ab"], ["ab"]],
    ["/build/", ["build/x", "src/build/x"], ["src/build/x"]],
    ["./a/../b", ["b", "a/b"], ["a/b"]],
    ["**/*.log", ["a.log", "a/b.log", "a/b/c.log", "a/log"], ["a/log"]],
    ["**.log", ["a.log", "a/b.log", ".log"], []],
    ["**/.log", ["a.log", "a/.log", ".log"], ["a.log"]],
    ["a/**/b", ["a/b", "a/x/b", "a/x/y/b", "a/xb"], ["a/xb"]],
    ["a/**", ["a/b", "a/b/c", "ab"], ["ab"]],
    ["a?c", ["abc", "a/c", "ac"], ["a/c", "ac"]],
    ["[a-c]x", ["ax", "cx", "dx"], ["dx"]],
    ["[^a-c]x", ["ax", "dx"], ["ax"]],
    ["[a\\]\\-]x", ["]x", "-x", "bx"], ["bx"]],
    ["\\*x\\?", ["*x?", "axb"], ["axb"]],
    [" a ", ["a", " a "], [" a "]],
    [" # no comment", ["# no comment", "x"], ["x"]],
    ["a\r", ["a", "b"], ["b"]],
    ["\uFEFFa", ["a", "b"], ["b"]],
    ["*\n/!a", ["a", "b"], ["a"]],
    ["!../../a", ["a", "b"], ["b"]],
  ])("%j", (text, paths, left) => {
    expect(kept(text, paths)).toEqual(left);
  });

  test("does not look into a folder that is left out, unless an exception begins with its name", () => {
    expect(kept("a\n!a/b\n", ["a/b/x", "a/c"])).toEqual(["a/b/x"]);
    expect(kept("*\n!**/keep\n", ["a/keep", "keep"])).toEqual(["keep"]);
  });

  test.each([
    ["x\nbad[\n", 2],
    ["[]", 1],
    ["[a-]", 1],
    ["[z-a]", 1],
    ["x\\", 1],
    ["x\n\n!", 3],
    ["# c\n! \n", 2],
    ["!/..", 1],
  ])("with a pattern that is none is refused with its line: %j", (text, line) => {
    expect(() => compileDockerignore({ path: "web.Dockerfile.dockerignore", text }, [])).toThrow(
      `Line ${line} of web.Dockerfile.dockerignore is not a valid pattern`,
    );
  });

  test("has as many lines as it likes, and the last counts", () => {
    const old = Array.from({ length: 5_000 }, (_, number) => `old/${number}\n`).join("");
    expect(kept(`${old}secrets\n`, ["secrets/key", "old/4999", "old/x"])).toEqual(["old/x"]);
  });

  test("takes no longer than its length times that of a path, whatever it asks", () => {
    const isLeftOut = compile(`${"**/a*".repeat(500)}\n${"*a".repeat(1_000)}b\n`);
    expect(isLeftOut(`${"a/".repeat(400)}x`)).toBe(false);
  });
});
