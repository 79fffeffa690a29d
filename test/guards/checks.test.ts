import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/check/repository.ts";
import type { Check, Part } from "./check.ts";
import { findGuards } from "./find-guards.ts";
import { faultsOf, lastCheck } from "./judge-checks.ts";
import { testTitles } from "./test-titles.ts";

// What was ever tried against products of this kind, and what shows here that it fails.

const folder = join(import.meta.dirname, "checks");
const files = readdirSync(folder).sort();
const chapters = await Promise.all(files.map((file): Promise<{ checks: Check[] }> => import(join(folder, file))));
const topics = await findGuards();

const known = new Map<string, readonly string[]>();
function titlesOf(file: string): readonly string[] | undefined {
  if (!existsSync(join(root, file))) return undefined;
  const titles = known.get(file) ?? testTitles(file, readFileSync(join(root, file), "utf8"));
  known.set(file, titles);
  return titles;
}

test("every check is shown by tests that are there, or names the feature that is missing", () => {
  const checks = chapters.flatMap((chapter) => chapter.checks);
  expect(faultsOf(checks, { topics, titlesOf })).toEqual([]);
});

const guard = {
  rule: "a closed door stays closed",
  file: "door.ts",
  guard: "no",
  without: "",
  noticedBy: "door.test.ts",
};
const held: Part = { tried: "a push", comes: "it stays closed", guard: "door:closed door", test: "stays" };
const all = (...parts: Part[]): Check[] =>
  Array.from({ length: lastCheck }, (_, i) => ({ key: i + 1, about: "doors", parts: i === 0 ? parts : [held] }));
const faults = (checks: Check[]) =>
  faultsOf(checks, {
    topics: [{ name: "door", guards: [guard] }],
    titlesOf: (file) => (file === "door.test.ts" ? ["stays closed"] : undefined),
  });

test.each<[string, Check[], string[]]>([
  ["that is whole", all(held), []],
  ["without a check", all(held).slice(1), ["check 1 is missing"]],
  ["with one twice", [...all(held), ...all(held).slice(0, 1)], ["check 1 stands twice"]],
  ["with a check of nothing", all(), ["check 1: nothing is tried"]],
  [
    "with a test that is gone",
    all({ ...held, test: "opens" }),
    ["check 1: a push: door.test.ts has no test called opens"],
  ],
  [
    "with a file that is gone",
    all(held, { ...held, in: "gone.test.ts" }),
    ["check 1: a push: there is no file gone.test.ts"],
  ],
  [
    "with a guard that is gone",
    all({ ...held, guard: "door:window" }),
    ["check 1: a push: 0 guards are called door:window"],
  ],
  [
    "without a guard",
    all({ tried: "a push", comes: "it stays", test: "stays", in: "door.test.ts" }),
    ["check 1: no guard shows that its tests can fail"],
  ],
  ["of a feature that is missing", all({ tried: "a window", comes: "none", missing: "windows" }), []],
  [
    "of nothing at all",
    all({ tried: "a window", comes: "none", missing: "" }),
    ["check 1: a window: neither a test nor a feature that is missing"],
  ],
])("a list %s is told by its faults", (_, checks, expected) => {
  expect(faults(checks)).toEqual(expected);
});
