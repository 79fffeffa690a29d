import { describe, expect, test } from "vitest";
import { readText } from "../repository.ts";
import { type AdvisoryList, readAdvisories } from "./advisory-list.ts";
import { readAnswer } from "./ask-registry.ts";
import { judgeAdvisories, noteOf } from "./judge-advisories.ts";
import { lockedPackages } from "./locked-packages.ts";
import { mergeLists } from "./merge-lists.ts";

const lockfile = (...keys: string[]) =>
  ["lockfileVersion: '9.0'", "packages:", "", ...keys.map((key) => `  ${key}:\n    resolution: {}`), "snapshots:"].join(
    "\n",
  );

const list: AdvisoryList = {
  date: "2026-11-28",
  packages: { hono: "registry", "@grpc/grpc-js": "records", left: "unasked" },
  advisories: [{ package: "hono", id: "CVE-2026-44456", range: "<4.12.16", title: "the body limit is bypassed" }],
  programs: [],
};
const complaints = (...keys: string[]) =>
  judgeAdvisories(lockedPackages(lockfile(...keys)), list).map(({ message, line }) => ({ line, message }));

describe("a locked package", () => {
  test("that an advisory speaks of is named with its line, the advisory and what it is about", () => {
    const [found] = complaints("'@grpc/grpc-js@1.14.4'", "hono@4.12.15");
    expect(found?.line).toBe(6);
    expect(found?.message).toContain("hono 4.12.15 is within <4.12.16 of CVE-2026-44456: the body limit is bypassed");
  });

  test.each(["hono@4.12.16", "hono@4.13.19", "'@grpc/grpc-js@1.14.4'"])("%s is in order", (key) => {
    expect(complaints(key)).toEqual([]);
  });

  test.each(["hono@4.12.16-rc.1", "hono@file:../hono"])("%s may be what the advisory speaks of", (key) => {
    expect(complaints(key)).toHaveLength(1);
  });

  test("that the list does not know is named, also when an object has such a property", () => {
    expect(complaints("newcomer@1.0.0", "constructor@1.0.0").map(({ message }) => message)).toEqual([
      expect.stringContaining("newcomer"),
      expect.stringContaining("constructor"),
    ]);
  });
});

describe("a look at the registry", () => {
  const locked = lockedPackages(lockfile("hono@4.13.19", "newcomer@1.0.0"));
  const answer = {
    newcomer: [
      { id: 7, url: "https://example.test/GHSA-aaaa-bbbb-cccc", title: "bad", vulnerable_versions: "<2" },
      null,
    ],
  };

  test("adds what is told, keeps what was known of versions that were left, and dates the list", () => {
    const after = mergeLists(list, { locked, told: readAnswer(answer), today: "2026-12-24" });
    expect(after.date).toBe("2026-12-24");
    expect(after.packages).toEqual({ hono: "registry", newcomer: "registry" });
    expect(after.advisories.map(({ id }) => id)).toEqual(["CVE-2026-44456", "GHSA-aaaa-bbbb-cccc"]);
    expect(judgeAdvisories(locked, after)).toHaveLength(1);
  });

  test("that cannot be had keeps list and date, and says how many were never asked for", () => {
    const after = mergeLists(list, { locked, told: undefined, today: "2026-12-24" });
    expect(after).toMatchObject({ date: "2026-11-28", packages: { hono: "registry", newcomer: "unasked" } });
    expect(after.advisories).toEqual(list.advisories);
    expect(noteOf(after)).toContain("1 packages never asked for");
  });

  test("an advisory without a range speaks of every version", () => {
    expect(readAnswer({ hono: [{ id: 7 }] })).toEqual([{ package: "hono", id: "7", range: "*", title: "" }]);
    expect(() => readAnswer("down for maintenance")).toThrow();
  });
});

describe("the list that is kept", () => {
  const kept = readAdvisories();

  test("is dated, and knows every package of the lockfile", () => {
    expect(kept.date).toMatch(/^20\d\d-\d\d-\d\d$/);
    const locked = lockedPackages(readText("pnpm-lock.yaml"));
    expect(locked.length).toBeGreaterThan(300);
    expect(judgeAdvisories(locked, kept)).toEqual([]);
  });

  test.each([
    ["hono", "4.12.15"],
    ["hono", "4.13.4"],
    ["@sveltejs/kit", "2.49.4"],
    ["@grpc/grpc-js", "1.14.0"],
    ["@grpc/grpc-js", "1.14.3"],
    ["ssh2", "1.3.0"],
    ["simple-git", "3.30.0"],
    ["drizzle-orm", "0.45.1"],
    ["ws", "8.20.1"],
  ])("refuses %s %s", (name, version) => {
    expect(judgeAdvisories([{ name, version, line: 1 }], kept).map(({ message }) => message)).toContainEqual(
      expect.stringContaining("is within"),
    );
  });

  test.each(["caddy", "buildkit", "git", "docker"])("speaks of %s, which servers bring along", (program) => {
    expect(kept.programs.some((each) => each.program === program)).toBe(true);
  });
});
