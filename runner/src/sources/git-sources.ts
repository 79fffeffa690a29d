import { join } from "node:path";
import * as v from "valibot";
import { type Commit, CommitSha, GitRef } from "../../contract/index.ts";
import { fetchCommit } from "./fetch-commit.ts";
import { type GitEnvironment, type GitPlace, inheritedByGit } from "./git-environment.ts";
import { ensureMirror, openRepository } from "./git-repository.ts";
import type { GitSettings } from "./git-settings.ts";
import { listSubmodules, type Submodule } from "./git-submodules.ts";
import { openGitTree, type TreePart } from "./git-tree.ts";
import { createGitWay, type GitWayOptions } from "./git-way.ts";
import { createKeyedLock } from "./keyed-lock.ts";
import { readCommit } from "./read-commit.ts";
import { readHead } from "./read-head.ts";
import { SourceFault } from "./source-fault.ts";
import type { SourceTree } from "./source-tree.ts";
import { isShutDoor, ofSubmodule } from "./submodule-fault.ts";
import { tidyMirrors } from "./tidy-mirrors.ts";

export type FetchRequest = {
  /** Branch or tag, without `refs/`. A branch wins over a tag of the same name. */
  ref: string;
  /** null: the head of `ref` at this moment. */
  commit: string | null;
  signal: AbortSignal;
};
export type FetchedSource = {
  commit: Commit;
  /** `base`: directory within the repository, `.` for all of it. */
  openTree: (base: string) => Promise<SourceTree>;
};

/**
 * Git repositories, read-only. Every method throws SourceFault with a cause and a next action, or the signal's reason; cancelling ends
 * git and all it started. Nothing of a repository is ever executed, and nothing is checked out.
 */
export type GitSources = {
  /** Brings the commit into the local mirror. A commit that is there already needs no network. */
  fetch: (settings: GitSettings, request: FetchRequest) => Promise<FetchedSource>;
  /** Commit at the head of a branch or tag now; null when there is no such ref. */
  readHead: (settings: GitSettings, request: { ref: string; signal: AbortSignal }) => Promise<string | null>;
  /** Drops old commits and unused mirrors. For a quiet moment: it may take seconds. */
  tidy: (signal?: AbortSignal) => Promise<void>;
  close: () => void;
};

const maxSubmoduleDepth = 5;

export type GitSourcesOptions = {
  stateDirectory: string;
  /** The runner's own; git gets PATH and certificate authorities of it and nothing else, and goes out by the proxies it names. */
  environment: GitEnvironment;
  fetchTimeoutMs?: number;
} & Omit<GitWayOptions, "environment">;

export function createGitSources(options: GitSourcesOptions): GitSources {
  const place: GitPlace = {
    folder: join(options.stateDirectory, "git"),
    inherited: inheritedByGit(options.environment),
    way: createGitWay(options),
  };
  const fetchTimeoutMs = options.fetchTimeoutMs ?? 600_000;
  const locked = createKeyedLock();

  const bring = async (
    settings: GitSettings,
    wanted: { ref: string | null; commit: string | null; signal: AbortSignal },
  ) => {
    const repository = await openRepository(place, settings);
    // Two fetches into one shallow mirror disturb each other.
    const sha = await locked(repository.directory, () =>
      fetchCommit(repository, { ...wanted, timeoutMs: fetchTimeoutMs }),
    );
    return { repository, sha };
  };
  const bringSubmodule = async ({ path, sha, ways }: Submodule, signal: AbortSignal) => {
    let shut: unknown;
    for (const settings of ways) {
      try {
        return await bring(settings, { ref: null, commit: sha, signal });
      } catch (error) {
        if (!isShutDoor(error)) throw error;
        shut = ofSubmodule(error, { path, settings });
      }
    }
    throw shut;
  };
  const submodulesOf = async (
    part: TreePart,
    { depth, signal }: { depth: number; signal: AbortSignal },
  ): Promise<TreePart[]> => {
    if (depth > maxSubmoduleDepth) return [];
    const parts: TreePart[] = [];
    for (const submodule of await listSubmodules(part.repository, { sha: part.sha, signal })) {
      const { path, sha } = submodule;
      const { repository } = await bringSubmodule(submodule, signal);
      const inner = { repository, sha, prefix: part.prefix === "" ? path : `${part.prefix}/${path}` };
      parts.push(inner, ...(await submodulesOf(inner, { depth: depth + 1, signal })));
    }
    return parts;
  };
  return {
    async fetch(settings, { ref, commit, signal }) {
      requireGrammar({ ref, commit });
      const { repository, sha } = await bring(settings, { ref, commit, signal });
      const root = { repository, sha, prefix: "" };
      const inner = settings.submodules ? await submodulesOf(root, { depth: 1, signal }) : [];
      const found = await readCommit(repository, sha, signal);
      return { commit: found, openTree: (base) => openGitTree([root, ...inner], { base, signal }) };
    },
    async readHead(settings, { ref, signal }) {
      requireGrammar({ ref, commit: null });
      const repository = await openRepository(place, settings);
      await ensureMirror(repository);
      return readHead(repository, { ref, signal });
    },
    tidy: (signal) => tidyMirrors(place, { locked, signal }),
    close: () => place.way.close(),
  };
}

/** The API checks these too; a row planted in the database gets no further than here. */
function requireGrammar({ ref, commit }: { ref: string; commit: string | null }): void {
  if (v.is(GitRef, ref) && (commit === null || v.is(CommitSha, commit))) return;
  throw new SourceFault("ref-not-found", {
    sentence: "The branch or commit is not one git would accept.",
    evidence: [JSON.stringify({ ref, commit }).slice(0, 300)],
    nextAction: "Enter a branch or tag name, and a full commit id, in the settings.",
  });
}
