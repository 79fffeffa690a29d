import * as v from "valibot";
import { CommitSha, GitRef } from "../grammar.ts";
import { GitSource } from "../workload.ts";
import { Inside } from "./inside.ts";
import { asksNothing, jobKind } from "./job-kind.ts";

export const readHead = jobKind({
  kind: "read-head",
  payload: v.strictObject({ kind: v.literal("read-head"), git: GitSource, ref: GitRef, inside: Inside }),
  result: v.strictObject({ kind: v.literal("read-head"), commit: v.nullable(CommitSha) }),
  words: { title: "Look for new commits", underway: () => "The repository is being looked at." },
  class: "pure",
  verb: "read-head",
  asks: ({ git }) => ({ ...asksNothing(), code: [git.url] }),
  everyday: ({ spec: { source } }) => {
    if (source.kind !== "git") throw new TypeError("An everyday application has a repository.");
    return { kind: "read-head", git: source, ref: "main", inside: null };
  },
});
