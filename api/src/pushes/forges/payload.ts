// pure

import * as v from "valibot";
import { commitOrNull, headCommit, ignored, pushes, type ReadDelivery, splitRef } from "../../rules/push-event.ts";

/** The schema as it is, held to the types that the forge publishes: what they say is sent, it takes, or nothing compiles. */
export const takes =
  <Sent>() =>
  <S extends v.GenericSchema>(schema: S & (Sent extends v.InferInput<S> ? unknown : never)): S =>
    schema;

/** Forges write null for what they have none of, whatever the kind, and leave it out as they like. */
export const list = <S extends v.GenericSchema>(of: S) =>
  v.pipe(
    v.nullish(v.array(v.nullable(of)), []),
    v.transform((given) => given.filter((each) => each !== null)),
  );
export const text = v.nullish(v.string(), "");
export const flag = v.nullish(v.boolean(), false);
export const forgeId = v.nullish(v.union([v.number(), v.string()]));

const Paths = v.nullish(v.array(v.nullable(v.string())));

/** A commit as GitHub, GitLab and Gitea list it. Loose: forges add fields at will. */
// allow one-commit: as these forges spell it; toHead makes ours of it before anything else sees it
export const ListedCommit = v.object({
  id: v.string(),
  message: text,
  author: v.nullish(v.object({ name: v.nullish(v.string()) })),
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
    for (const path of [...(added ?? []), ...(modified ?? []), ...(removed ?? [])]) if (path !== null) paths.add(path);
  }
  return [...paths];
}

export const toHead = (commit: ListedCommit | null | undefined) =>
  commit ? headCommit({ sha: commit.id, message: commit.message, author: commit.author?.name ?? "" }) : null;

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
