import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../scripts/check/repository.ts";
import { type Addition, additions } from "./additions.ts";
import { complaintsOf, placesOf, readTouched } from "./judge-touched.ts";

const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" });
const patchOf = ({ patch }: Addition) => join(root, "test/touch", patch);

describe.each(additions)("$name", (addition) => {
  test("is added by the patch to what is there today", () => {
    expect(() => git("apply", "--check", patchOf(addition))).not.toThrow();
  });

  test("touches no more than it may", () => {
    expect(complaintsOf(addition, readTouched(git("apply", "--numstat", "--summary", patchOf(addition))))).toEqual([]);
  });
});

const goal: Addition = { name: "a door", patch: "", goal: { newFiles: 1, changedLines: 2 }, tests: [] };
const told = "9\t0\tdoors/oak.ts\n1\t1\tdoors/index.ts\n create mode 100644 doors/oak.ts\n";

test("new files are counted apart from lines of files that were there", () => {
  const touched = readTouched(told);
  expect(touched).toEqual({ newFiles: ["doors/oak.ts"], changed: [{ path: "doors/index.ts", lines: 2 }] });
  expect(complaintsOf(goal, touched)).toEqual([]);
});

test("one file and one line too many are told with their places", () => {
  const more = readTouched(`${told}4\t0\tdoors/elm.ts\n create mode 100644 doors/elm.ts\n1\t0\thouse.ts\n`);
  expect(complaintsOf(goal, more)).toEqual([
    "a door makes 2 files, and may make 1: doors/oak.ts, doors/elm.ts",
    "a door changes 3 lines of what is there, and may change 2: doors/index.ts (2), house.ts (1)",
  ]);
});

test("a folder that comes along counts as one file, and what a command of ours writes not at all", () => {
  const made = ["barn/roof.ts", "barn/door.ts", "db/migrations/0001_barn.sql"].map(
    (path) => ` create mode 100644 ${path}`,
  );
  const touched = readTouched(`1\t0\tdb/migrations/meta/_journal.json\n${made.join("\n")}\n`);
  expect(placesOf({ folders: ["barn"] }, touched)).toEqual(["barn"]);
  expect(complaintsOf({ ...goal, goal: { newFiles: 1, changedLines: 0 }, folders: ["barn"] }, touched)).toEqual([]);
  expect(complaintsOf(goal, touched)).toHaveLength(1);
});
