// pure

import * as v from "valibot";
import { Commit, CommitSha } from "../../contract/index.ts";
import type { ObservedContainer } from "./observed.ts";

/**
 * A container tells what it runs by a label. Runner 0.1.0 calls the time `committedAtMs`: it reads what it made itself, and what a newer
 * one made when it comes back: so both are written.
 */
export const commitLabel = (known: Pick<Commit, "sha"> & Partial<Commit>): string =>
  JSON.stringify(known.committedAt === undefined ? known : { ...known, committedAtMs: known.committedAt });

const { committedAt, ...told } = Commit.entries;
const StoredCommit = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.object(Commit.entries),
    v.pipe(
      v.object({ ...told, committedAtMs: committedAt }),
      v.transform(({ committedAtMs, ...known }) => ({ ...known, committedAt: committedAtMs })),
    ),
  ]),
);

/** What it runs, as it was told when it was made; null when that was no more than its id. */
export function commitOf({ commit }: Pick<ObservedContainer, "commit">): Commit | null {
  const parsed = v.safeParse(StoredCommit, commit);
  if (!parsed.success) return null;
  const { sha, author, subject, committedAt } = parsed.output;
  return { sha, author, subject, committedAt };
}

const StoredSha = v.pipe(v.string(), v.parseJson(), v.object({ sha: CommitSha }));

/** Its id, also where no more of it is known; null for an image that was not built here. */
export function shaOf({ commit }: Pick<ObservedContainer, "commit">): string | null {
  const parsed = v.safeParse(StoredSha, commit);
  return parsed.success ? parsed.output.sha : null;
}
