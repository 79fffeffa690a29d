import { describe, expect, test } from "vitest";
import type { Commit } from "../../contract/index.ts";
import { commitLabel, commitOf } from "./commit-label.ts";

const commit: Commit = {
  sha: "c".repeat(40),
  author: "Ada",
  subject: "Count all ships",
  committedAt: 1_700_000_000_000,
};
const { committedAt, ...told } = commit;

describe("the commit that a container tells by its label", () => {
  test("is read as it was written", () => {
    expect(commitOf({ commit: commitLabel(commit) })).toEqual(commit);
  });

  test("is read of a container that runner 0.1.0 made, and read by that runner when it comes back", () => {
    expect(commitOf({ commit: JSON.stringify({ ...told, committedAtMs: committedAt }) })).toEqual(commit);
    expect(JSON.parse(commitLabel(commit))).toMatchObject({ ...told, committedAtMs: committedAt });
  });

  test("is none where no more than its id is told, or something that is none", () => {
    expect(JSON.parse(commitLabel({ sha: commit.sha }))).toEqual({ sha: commit.sha });
    expect(commitOf({ commit: commitLabel({ sha: commit.sha }) })).toBeNull();
    for (const label of [undefined, "", "{", JSON.stringify({ ...commit, sha: "main" })]) {
      expect(commitOf({ commit: label })).toBeNull();
    }
  });
});
