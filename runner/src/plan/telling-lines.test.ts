import { describe, expect, test } from "vitest";
import { firstError, tellingLines } from "./telling-lines.ts";

const npm = [
  "> shop@1.0.0 build",
  "> tsc",
  "npm error code ENOENT",
  "npm error syscall open",
  "npm error path /app/package.json",
  "npm error enoent Could not read package.json",
  "npm error",
  "npm notice",
  "npm notice New major version of npm available! 10.8.2 -> 11.0.0",
  "npm notice To update run: npm install -g npm@11.0.0",
  "npm notice",
  "npm error A complete log of this run can be found in: /root/.npm/_logs/2026-01-01-debug-0.log",
];

describe("the lines that tell why a program failed", () => {
  test("are its errors, without the manager's own news and the path of its log", () => {
    const told = tellingLines(npm, 6);
    expect(told).toContain("npm error code ENOENT");
    expect(told).toContain("npm error enoent Could not read package.json");
    expect(told.filter((line) => /notice|complete log/.test(line))).toEqual([]);
    expect(told).toEqual(npm.filter((line) => told.includes(line)));
  });

  test("are the first and the last errors when there are many", () => {
    const many = Array.from({ length: 20 }, (_, index) => `src/a.ts(${index},1): error TS2322: no`);
    expect(tellingLines(many, 6)).toEqual([...many.slice(0, 3), ...many.slice(-3)]);
  });

  test("are the last ones when none speaks of an error", () => {
    expect(tellingLines(["one", "two", "three"], 2)).toEqual(["two", "three"]);
  });

  test("are shown even when all of them are news", () => {
    expect(tellingLines(["npm notice a", "npm notice b"], 6)).toEqual(["npm notice a", "npm notice b"]);
  });
});

const nodeTrace = [
  "/app/server.js:3",
  '  throw new Error("no database");',
  "  ^",
  "",
  "Error: DATABASE_URL is missing",
  "    at Object.<anonymous> (/app/server.js:3:9)",
  ...Array.from({ length: 9 }, (_, index) => `    at async load (node:internal/loader:${index})`),
  "",
  "Node.js v24.1.0",
];

describe("a program that died", () => {
  test("is told by the message above its trace, which is not cut for the end of the trace", () => {
    expect(firstError(nodeTrace)).toBe("Error: DATABASE_URL is missing");
    expect(tellingLines(nodeTrace, 7)).toContain("Error: DATABASE_URL is missing");
  });

  test.each([
    [
      "a compiler",
      ["> tsc", "src/index.ts(3,7): error TS2322: no", "Found 1 error."],
      "src/index.ts(3,7): error TS2322: no",
    ],
    ["Python", ["Traceback (most recent call last):", '  File "a.py", line 1', "KeyError: 'PORT'"], "KeyError: 'PORT'"],
    [
      "Go",
      ["starting", "panic: runtime error: index out of range", "goroutine 1 [running]:"],
      "panic: runtime error: index out of range",
    ],
    [
      "Java",
      ["Exception in thread main java.lang.IllegalStateException: no", "\tat Main.main"],
      "Exception in thread main java.lang.IllegalStateException: no",
    ],
    [
      "npm, by what it could not do",
      ["npm error code ENOENT", "npm error enoent Could not read package.json"],
      "npm error enoent Could not read package.json",
    ],
  ])("of %s is told by its own words", (_of, lines, told) => {
    expect(firstError(lines)).toBe(told);
  });

  test("that says nothing of an error is told by none", () => {
    expect(firstError(["listening", "bye"])).toBeUndefined();
  });
});
