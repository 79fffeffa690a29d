import { mkdir } from "node:fs/promises";
import type { CommitOptions, Push, Repository } from "./forge/push.ts";
import { pushCommits, pushRef } from "./forge/push-commits.ts";
import { createRepository, readRef, repositoriesFolder } from "./forge/repository.ts";
import type { LabCertificates } from "./services/certificates.ts";
import { startGitHttp } from "./services/git-http.ts";
import { type GitSsh, openGitSsh, startGitSsh } from "./services/git-ssh.ts";
import type { Slot } from "./slot.ts";

/** A git forge as servers and runners see it: bare repositories over https with a token and over ssh with deploy keys. */
export interface Forge extends GitSsh {
  certificates: LabCertificates;
  /** `token`: that of another repository, for one that opens both. */
  createRepository(fullName: string, options?: { isPublic?: boolean; token?: string }): Promise<Repository>;
  commitAndPush(repository: Repository, options: CommitOptions): Promise<Push>;
  /** Several commits in one push, oldest first. */
  pushCommits(repository: Repository, commits: readonly CommitOptions[]): Promise<Push>;
  /** Replaces the branch's last commit. */
  forcePush(repository: Repository, options: CommitOptions): Promise<Push>;
  /** A new branch at the head of another, without a new commit. */
  pushBranch(repository: Repository, options: { branch: string; from?: string }): Promise<Push>;
  pushTag(repository: Repository, tag: string): Promise<Push>;
  deleteBranch(repository: Repository, branch: string): Promise<Push>;
  headOf(repository: Repository, branch?: string): Promise<string | undefined>;
}

export async function startForge(slot: Slot, certificates: LabCertificates): Promise<Forge> {
  const repositories = repositoriesFolder(slot);
  await mkdir(repositories, { recursive: true });
  await Promise.all([startGitHttp(slot, { repositories, ...certificates }), startGitSsh(slot, repositories)]);
  return openForge(slot, certificates);
}

export function openForge(slot: Slot, certificates: LabCertificates): Forge {
  return {
    certificates,
    ...openGitSsh(slot),
    createRepository: (fullName, { isPublic = false, token } = {}) =>
      createRepository(slot, { fullName, isPublic, ...(token ? { token } : {}) }),
    commitAndPush: (repository, options) => pushCommits(slot, { repository, commits: [options] }),
    pushCommits: (repository, commits) => pushCommits(slot, { repository, commits }),
    forcePush: (repository, options) => pushCommits(slot, { repository, commits: [options], isForced: true }),
    pushBranch: (repository, { branch, from = "main" }) =>
      pushRef(slot, { repository, ref: `refs/heads/${branch}`, source: `refs/heads/${from}` }),
    pushTag: (repository, tag) => pushRef(slot, { repository, ref: `refs/tags/${tag}`, source: "refs/heads/main" }),
    deleteBranch: (repository, branch) => pushRef(slot, { repository, ref: `refs/heads/${branch}`, source: "" }),
    headOf: (repository, branch = "main") => readRef(slot, { repository, ref: `refs/heads/${branch}` }),
  };
}
