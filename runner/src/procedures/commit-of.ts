// pure

import * as v from "valibot";
import { CommitSha } from "../../contract/index.ts";
import type { ObservedContainer } from "../plan/observed.ts";

const StoredCommit = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ sha: CommitSha, author: v.string(), subject: v.string(), committedAtMs: v.number() }),
);

/** What it runs, as it was told when it was made. */
export function commitOf({ commit }: ObservedContainer) {
  const parsed = v.safeParse(StoredCommit, commit);
  if (!parsed.success) return null;
  const { sha, author, subject, committedAtMs } = parsed.output;
  return { sha, author, subject, committedAt: committedAtMs };
}
