import { expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { oneCommit } from "./one-commit.ts";

const inFile = (path: string, text: string) => placesOf(oneCommit, { [path]: text });

test.each([
  ["runner/src/sources/git-settings.ts", "type Commit = { sha: string; author: string; committedAtMs: number };"],
  ["api/src/rules/push-event.ts", "type PushEvent = { headCommit: { sha: string; message: string } | null };"],
  ["api/src/pushes/forges/payload.ts", "const Listed = v.object({ id: v.string(), message: text, author: text });"],
  ["api/src/pushes/forges/bitbucket.ts", "const Target = v.looseObject({ hash: v.string(), author: text });"],
  ["api/src/releases/order.ts", "type Order = { known?: { commit: string; subject: string | null; author: string } };"],
  ["ui/src/lib/deployments/look.ts", "interface Shown { readonly sha: string; subject?: string }"],
])("%s may not hold %s", (path, text) => {
  expect(inFile(path, text)).toEqual([`${path}:1`]);
});

test.each([
  ["runner/contract/words/commit.ts", "export type Commit = { sha: string; author: string };"],
  ["runner/contract/step.ts", "export const Commit = v.strictObject({ sha: CommitSha, author: v.string() });"],
  ["api/src/rules/push-event.ts", 'type HeadCommit = Pick<Commit, "sha" | "author"> & { message: string };'],
  ["api/src/releases/news.ts", "type News = { id: string; commit: string | null; commitSubject: string | null };"],
  ["api/src/kit/http/errors.ts", "type Told = { id: string; message: string };"],
  ["runner/src/sources/git-tree.ts", "type Part = { sha: string; prefix: string };"],
  ["runner/src/sources/git-sources.test.ts", "type Commit = { sha: string; author: string };"],
  ["test/lab/forge/push.ts", "interface PushedCommit { id: string; message: string; author: string }"],
])("%s may hold %s", (path, text) => {
  expect(inFile(path, text)).toEqual([]);
});
