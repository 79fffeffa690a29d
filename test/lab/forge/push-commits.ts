import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Slot } from "../slot.ts";
import { git } from "./git.ts";
import { type CommitOptions, noCommit, type Push, type PushedCommit, type Repository } from "./push.ts";
import { readRef, workFolder } from "./repository.ts";

interface CommitsToPush {
  repository: Repository;
  commits: readonly CommitOptions[];
  isForced?: boolean;
}

/** Commits in the work tree, one after the other, and pushes them together. `isForced` replaces the last commit instead. */
export async function pushCommits(slot: Slot, { repository, commits, isForced = false }: CommitsToPush): Promise<Push> {
  const work = workFolder(slot, repository);
  const branch = commits[0]?.branch ?? "main";
  const ref = `refs/heads/${branch}`;
  const head = await readRef(slot, { repository, ref });
  const before = head ?? noCommit;
  await checkOut(work, { branch, start: head ?? (await readRef(slot, { repository, ref: "refs/heads/main" })) });
  const isAmend = isForced && before !== noCommit;
  for (const commit of commits) await writeCommit(work, { ...commit, isAmend });
  const after = await git(work, ["rev-parse", "HEAD"]);
  // Read before the push, which makes them known: forges name the commits that no other branch had.
  const pushed = await readCommits(work, [after, "--not", "--remotes=origin"]);
  await git(work, ["push", "--quiet", ...(isForced ? ["--force"] : []), "origin", `HEAD:${ref}`]);
  return { repository, ref, before, after, isForced, commits: pushed };
}

/** A branch that the forge does not have yet starts at the head of `main`; in an empty repository it has no past. */
async function checkOut(work: string, { branch, start }: { branch: string; start: string | undefined }): Promise<void> {
  if (start === undefined) await git(work, ["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
  else await git(work, ["checkout", "--quiet", "--force", "-B", branch, start]);
}

async function writeCommit(work: string, commit: CommitOptions & { isAmend: boolean }): Promise<void> {
  const {
    files = {},
    links = {},
    removed = [],
    submodules = {},
    message = "Change the application",
    author,
    isAmend,
  } = commit;
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(work, path)), { recursive: true });
    await writeFile(join(work, path), content);
  }
  for (const [path, target] of Object.entries(links)) {
    await rm(join(work, path), { recursive: true, force: true });
    await mkdir(dirname(join(work, path)), { recursive: true });
    await symlink(target, join(work, path));
  }
  for (const path of removed) await rm(join(work, path), { recursive: true, force: true });
  await git(work, ["add", "--all"]);
  for (const [path, sha] of Object.entries(submodules))
    await git(work, ["update-index", "--add", "--cacheinfo", `160000,${sha},${path}`]);
  // An empty commit is how a test, and many a user, asks for a deployment without a change.
  const options = [...(isAmend ? ["--amend"] : []), ...(author === undefined ? [] : [`--author=${author}`])];
  await git(work, ["commit", "--quiet", "--allow-empty", ...options, "-m", message]);
}

interface RefToPush {
  repository: Repository;
  ref: string;
  /** What the ref is to point at; empty deletes it. */
  source: string;
}

/** Moves a ref without a new commit: a tag, a branch at the head of another, a deletion. */
export async function pushRef(slot: Slot, { repository, ref, source }: RefToPush): Promise<Push> {
  const work = workFolder(slot, repository);
  const before = (await readRef(slot, { repository, ref })) ?? noCommit;
  const commit = source === "" ? "" : await readRef(slot, { repository, ref: source });
  if (commit === undefined) throw new Error(`${repository.fullName} has no ${source} to push as ${ref}`);
  if (commit !== "") await git(work, ["fetch", "--quiet", "origin", commit]);
  await git(work, ["push", "--quiet", "origin", `${commit}:${ref}`]);
  return { repository, ref, before, after: commit === "" ? noCommit : commit, isForced: false, commits: [] };
}

async function readCommits(work: string, range: readonly string[]): Promise<PushedCommit[]> {
  const ids = (await git(work, ["rev-list", "--reverse", ...range])).split("\n").filter(Boolean);
  return Promise.all(ids.map((id) => readCommit(work, id)));
}

async function readCommit(work: string, id: string): Promise<PushedCommit> {
  const [timestamp = "", name = "", email = "", message = ""] = (
    await git(work, ["show", "--no-patch", "--format=%aI%x00%an%x00%ae%x00%B", id])
  ).split("\0");
  const changes = await git(work, [
    "diff-tree",
    "--root",
    "--no-commit-id",
    "--no-renames",
    "--name-status",
    "-r",
    "-z",
    id,
  ]);
  const fields = changes.split("\0");
  const pathsWith = (status: string) =>
    fields.flatMap((field, index) => (index % 2 === 0 && field === status ? (fields[index + 1] ?? []) : []));
  return {
    id,
    message: message.trim(),
    timestamp,
    author: { name, email },
    added: pathsWith("A"),
    modified: pathsWith("M"),
    removed: pathsWith("D"),
  };
}
