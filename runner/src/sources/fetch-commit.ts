import { createHash } from "node:crypto";
import { isCorruptMirror, refusesBareCommit } from "./git-failure.ts";
import type { GitOutcome } from "./git-process.ts";
import { ensureMirror, type GitRepository, remakeMirror } from "./git-repository.ts";
import { SourceFault } from "./source-fault.ts";

export type Wanted = {
  /** Branch or tag, without `refs/`. null: any branch will do, the commit decides. */
  ref: string | null;
  /** null: the head of `ref`. */
  commit: string | null;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
};

/**
 * Brings one commit with its whole tree into the mirror and tells its id. Only that commit is fetched where the server hands commits
 * out by id; else the branch is fetched, deeper and deeper, until the commit is there. Not to be run twice at once for one mirror.
 */
export async function fetchCommit(repository: GitRepository, wanted: Wanted): Promise<string> {
  await ensureMirror(repository);
  try {
    return await fetchOnce(repository, wanted);
  } catch (error) {
    if (!(error instanceof SourceFault) || !isCorruptMirror(error.evidence.join("\n"))) throw error;
    await remakeMirror(repository);
    return fetchOnce(repository, wanted);
  }
}

async function fetchOnce(repository: GitRepository, wanted: Wanted): Promise<string> {
  const { commit } = wanted;
  if (commit === null) return fetchHead(repository, wanted);
  if (await hasCommit(repository, commit, wanted)) return commit;
  const direct = await fetchRefspec(repository, {
    ...wanted,
    depth: "--depth=1",
    refspec: `${commit}:${keepRef(commit)}`,
  });
  if (direct.exitCode === 0) return commit;
  if (!refusesBareCommit(direct.stderr)) throw repository.explain(direct);
  return fetchThroughRef(repository, { ...wanted, commit, refusal: direct });
}

async function fetchHead(repository: GitRepository, wanted: Wanted): Promise<string> {
  const ref = wanted.ref ?? "HEAD";
  const local = `refs/fairlead/heads/${createHash("sha256").update(ref).digest("hex").slice(0, 16)}`;
  let outcome = await fetchRefspec(repository, {
    ...wanted,
    depth: "--depth=1",
    refspec: `+refs/heads/${ref}:${local}`,
  });
  if (outcome.exitCode !== 0 && /couldn't find remote ref/i.test(outcome.stderr)) {
    outcome = await fetchRefspec(repository, { ...wanted, depth: "--depth=1", refspec: `+refs/tags/${ref}:${local}` });
  }
  if (outcome.exitCode !== 0) throw repository.explain(outcome);
  const { stdout } = await repository.must(["rev-parse", "--verify", `${local}^{commit}`], wanted);
  const sha = stdout.toString("utf8").trim();
  // The branch's own ref moves with the next fetch; this one keeps the commit for a redeploy.
  await repository.must(["update-ref", keepRef(sha), sha], { signal: wanted.signal });
  return sha;
}

const keepRef = (sha: string) => `refs/fairlead/commits/${sha}`;

async function hasCommit({ run }: GitRepository, sha: string, { signal }: Wanted): Promise<boolean> {
  const { exitCode } = await run(["cat-file", "-e", `${sha}^{commit}`], { signal });
  return exitCode === 0;
}

type Refspec = Wanted & { depth: string; refspec: string };

function fetchRefspec(
  { run, settings }: GitRepository,
  { depth, refspec, signal, timeoutMs }: Refspec,
): Promise<GitOutcome> {
  const options = [
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--update-shallow",
    depth,
  ];
  return run(["fetch", ...options, "--", settings.url, refspec], { signal, timeoutMs });
}

async function fetchThroughRef(
  repository: GitRepository,
  wanted: Wanted & { commit: string; refusal: GitOutcome },
): Promise<string> {
  const { ref, commit, refusal } = wanted;
  const names = ref === null ? ["refs/heads/*:refs/fairlead/all/*"] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
  // Only a server that says "unadvertised" may still have the commit somewhere far back; the others have said no.
  const depths = /unadvertised/i.test(refusal.stderr)
    ? ["--depth=1", "--depth=50", "--unshallow"]
    : ["--depth=1", "--depth=50"];
  for (const name of names) {
    for (const depth of depths) {
      const refspec = name.includes(":") ? `+${name}` : `+${name}:refs/fairlead/through`;
      const outcome = await fetchRefspec(repository, { ...wanted, depth, refspec });
      if (outcome.exitCode !== 0) break;
      if (!(await hasCommit(repository, commit, wanted))) continue;
      await repository.must(["update-ref", keepRef(commit), commit], { signal: wanted.signal });
      return commit;
    }
  }
  const { access } = repository;
  throw new SourceFault("commit-not-found", {
    sentence: `${access.parsed.host}/${access.parsed.path} does not have the commit ${commit.slice(0, 12)}${ref ? ` on ${ref}` : ""}.`,
    evidence: repository.explain(refusal).evidence,
    nextAction: "It was probably removed by a force push. Deploy the head of the branch.",
  });
}
