import * as v from "valibot";
import { commitOrNull, headCommit, ignored, pushes, type ReadDelivery, splitRef } from "../../domain/push-event.ts";

const Paths = v.optional(v.nullable(v.array(v.string())));

/** A commit as GitHub, GitLab and Gitea list it. Loose: forges add fields at will. */
export const ListedCommit = v.object({
  id: v.string(),
  message: v.optional(v.nullable(v.string()), ""),
  author: v.optional(v.nullable(v.object({ name: v.optional(v.nullable(v.string())) }))),
  added: Paths,
  modified: Paths,
  removed: Paths,
});
export type ListedCommit = v.InferOutput<typeof ListedCommit>;

/** Every path the commits name; null when one of them is not told. */
export function pathsOf(commits: readonly ListedCommit[]): string[] | null {
  const paths = new Set<string>();
  for (const { added, modified, removed } of commits) {
    if (!added && !modified && !removed) return null;
    for (const path of [...(added ?? []), ...(modified ?? []), ...(removed ?? [])]) paths.add(path);
  }
  return [...paths];
}

export const toHead = (commit: ListedCommit | null | undefined) =>
  commit ? headCommit({ sha: commit.id, message: commit.message ?? "", author: commit.author?.name ?? "" }) : null;

type OnePush = {
  ref: string;
  before: string | null | undefined;
  after: string | null | undefined;
  repository: { fullName: string; forgeId: string | number | null | undefined };
  isForced: boolean;
  head: ReturnType<typeof toHead>;
  commitCount: number;
  changedPaths: string[] | null;
};

/** The common end of all readers: one ref that moved. */
export function onePush(push: OnePush): ReadDelivery {
  const split = splitRef(push.ref);
  if (!split) return ignored(`${push.ref.slice(0, 200)} is neither a branch nor a tag.`);
  const { fullName, forgeId } = push.repository;
  return pushes([
    {
      ...split,
      repository: {
        fullName: fullName.toLowerCase(),
        written: fullName,
        forgeId: forgeId == null ? null : String(forgeId),
      },
      before: commitOrNull(push.before),
      after: commitOrNull(push.after),
      isForced: push.isForced,
      headCommit: push.head,
      commitCount: push.commitCount,
      changedPaths: push.changedPaths,
    },
  ]);
}

/** A payload that is not what its event says: kept with the first thing that is wrong. */
export function unreadable(event: string, issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]) {
  const path = v.getDotPath(issues[0]);
  return ignored(`The payload of "${event}" is not understood${path ? `: ${path}` : ""}.`);
}
