import { describe, expect, test } from "vitest";
import { type Candidate, matchApplications } from "./match-applications.ts";
import { matchPath, newEffort, watches } from "./match-path.ts";
import { hasSkipMarker, type PushEvent, whyIgnored } from "./push-event.ts";

const push: PushEvent = {
  repository: { fullName: "ada/shop", written: "Ada/Shop", forgeId: "7" },
  refKind: "branch",
  ref: "main",
  before: "a".repeat(40),
  after: "b".repeat(40),
  isForced: false,
  headCommit: null,
  commitCount: 1,
  changedPaths: ["api/src/app.ts"],
};
const application: Candidate = {
  id: "app_1",
  repositoryForgeId: "7",
  branch: "main",
  autoDeploy: true,
  watchPaths: [],
  state: "running",
};
const skipOf = (given: Partial<Candidate>, of: Partial<PushEvent> = {}) =>
  matchApplications({ ...push, ...of }, [{ ...application, ...given }])[0]?.skip ?? null;

test("two applications on one repository and branch both deploy", () => {
  const matches = matchApplications(push, [application, { ...application, id: "app_2" }]);
  expect(matches).toEqual([
    { applicationId: "app_1", skip: null },
    { applicationId: "app_2", skip: null },
  ]);
});

test("a repository made anew under the old name does not match", () => {
  expect(skipOf({}, { repository: { fullName: "ada/shop", written: "Ada/Shop", forgeId: "8" } })).toContain(
    "Another repository has this name",
  );
});

test.each([
  [{ branch: "production" }, "deploys branch production, not main"],
  [{ autoDeploy: false }, "switched off"],
  [{ state: "removing" }, "being removed"],
  [{ watchPaths: ["ui/**"] }, "No changed file matches"],
])("an application with %o is skipped with its reason", (given, reason) => {
  expect(skipOf(given)).toContain(reason);
});

test("unknown or forced changes are never filtered by path", () => {
  expect(skipOf({ watchPaths: ["ui/**"] }, { changedPaths: null })).toBeNull();
  expect(skipOf({ watchPaths: ["ui/**"] }, { isForced: true })).toBeNull();
});

test.each([
  ["src/**", "src/a/b.ts", true],
  ["src/**", "lib/src/a.ts", false],
  ["src", "src/a/b.ts", true],
  ["src/", "src/a.ts", true],
  ["*.md", "docs/deep/readme.md", true],
  ["/*.md", "docs/readme.md", false],
  ["api/*.ts", "api/src/app.ts", false],
  ["**/test/*.ts", "a/b/test/x.ts", true],
  ["a/**/z", "a/z", true],
  ["caf?.txt", "café.txt", true],
  ["a/b/c", "a/b", false],
])("pattern %s against %s is %s", (pattern, path, expected) => {
  expect(matchPath(pattern, path)).toBe(expected);
});

test("the last pattern that matches decides, and only exceptions start from everything", () => {
  expect(watches(["src/**", "!src/docs/**"], ["src/docs/a.md"])).toBe(false);
  expect(watches(["src/**", "!src/docs/**"], ["src/docs/a.md", "src/app.ts"])).toBe(true);
  expect(watches(["!docs/**"], ["docs/a.md"])).toBe(false);
  expect(watches(["!docs/**"], ["src/a.ts"])).toBe(true);
});

test("a pattern made to backtrack costs no more than its size", () => {
  expect(matchPath(`${"**/a/".repeat(60)}z`, "a/".repeat(2_000))).toBe(false);
  expect(matchPath("*a".repeat(100), `${"a".repeat(5_000)}b`)).toBe(false);
});

describe("a push that is too much to be judged deploys rather than holds up everybody's", () => {
  const patterns = Array.from({ length: 50 }, (_, i) => `${"*a".repeat(140)}${i}`);

  test("because of one path longer than any file system's", () => {
    expect(watches(patterns, ["a".repeat(5_000_000)])).toBe(true);
    expect(watches(patterns, ["a/".repeat(2_500_000)])).toBe(true);
  });

  test("because of many paths that fit its patterns nearly", () => {
    expect(watches(patterns, Array(5_000).fill("a".repeat(1_000)))).toBe(true);
  });

  test("together for all applications on the repository", () => {
    const effort = newEffort();
    for (let application = 0; application < 100; application++)
      watches(patterns, Array(5_000).fill("a".repeat(1_000)), { effort });
    expect(effort.left).toBeGreaterThan(-1_000_000);
  });

  test("while a large one that people make is judged to its end", () => {
    const everyday = Array.from({ length: 50 }, (_, i) =>
      i % 2 === 0 ? `apps/web-${i}/**` : `packages/*/src/${i}-*.ts`,
    );
    const paths = Array.from(
      { length: 20_000 },
      (_, i) => `services/payments-${i % 40}/src/routes/handlers/file-${i}.test.ts`,
    );
    expect(watches(everyday, paths)).toBe(false);
  });
});

test.each([
  [{ refKind: "tag" as const, ref: "v1" }, "Tag v1"],
  [{ after: null }, "was deleted"],
  [{ after: push.before }, "moved nothing"],
])("a push with %o is ignored with its reason", (given, reason) => {
  expect(whyIgnored({ ...push, ...given })).toContain(reason);
});

test.each(["fix [skip ci]", "fix\n\n[ci skip]", "[Skip Deploy] docs", "[no ci]"])(
  "%j asks not to deploy",
  (message) => {
    expect(hasSkipMarker(message)).toBe(true);
  },
);

test("a message that only speaks of skipping deploys", () => {
  expect(hasSkipMarker("skip ci when docs change")).toBe(false);
});
