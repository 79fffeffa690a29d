import { createHash, randomBytes } from "node:crypto";
// allow whole-files: a part of a mirror, whose folder appears whole or is made anew
import { mkdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type GitAccess, prepareAccess } from "./git-access.ts";
import type { GitPlace } from "./git-environment.ts";
import { explainGitFailure, explainTrouble } from "./git-failure.ts";
import { type GitOutcome, type GitRun, runGit } from "./git-process.ts";
import type { GitSettings } from "./git-settings.ts";
import type { SourceFault } from "./source-fault.ts";

/** One repository seen through its local mirror: a bare repository that only this source uses. */
export type GitRepository = {
  settings: GitSettings;
  access: GitAccess;
  directory: string;
  /** Runs git in the mirror. See `runGit` for what it throws; a failing exit code is an outcome. */
  run: (args: readonly string[], options: RunOptions) => Promise<GitOutcome>;
  /** The same, but a failing exit code throws its explanation. */
  must: (args: readonly string[], options: RunOptions) => Promise<GitOutcome>;
  /** Arguments and environment for a process that someone else starts. */
  command: (args: readonly string[]) => Pick<GitRun, "args" | "directory" | "env">;
  explain: (outcome: GitOutcome) => SourceFault;
};
export type RunOptions = Pick<GitRun, "signal" | "input" | "maxStdoutBytes"> & { timeoutMs?: number };

const localTimeoutMs = 60_000;

/** How to reach a repository and where its mirror is. `ensureMirror` makes it before the first use. */
export async function openRepository(place: GitPlace, settings: GitSettings): Promise<GitRepository> {
  const access = await prepareAccess(place, settings);
  return repositoryAt(join(place.folder, "mirrors", mirrorName(settings)), { settings, access });
}

/** Same URL, other source: other mirror. Otherwise knowing a URL and a commit would be enough to read another team's code. */
const mirrorName = ({ url, scope, auth }: GitSettings) =>
  createHash("sha256")
    .update(JSON.stringify([url, scope, auth.kind]))
    .digest("hex")
    .slice(0, 32);

function repositoryAt(
  directory: string,
  { settings, access }: Pick<GitRepository, "settings" | "access">,
): GitRepository {
  const fixed = access.config.flatMap((setting) => ["-c", setting]);
  const command = (args: readonly string[]) => ({
    args: [...fixed, `--git-dir=${directory}`, ...args],
    directory,
    env: { ...access.env, GIT_CEILING_DIRECTORIES: directory },
  });
  const run = (args: readonly string[], { timeoutMs = localTimeoutMs, ...options }: RunOptions) => {
    access.forget();
    return runGit({ ...command(args), timeoutMs, ...options });
  };
  const explain = ({ stderr, exitCode }: GitOutcome) => {
    const { transport, host, path } = access.parsed;
    const trouble = access.trouble();
    if (trouble) return explainTrouble(`${host}/${path}`, trouble);
    return explainGitFailure({ what: `${host}/${path}`, stderr, exitCode, usesDeployKey: transport === "ssh" });
  };
  const must = async (args: readonly string[], options: RunOptions) => {
    const outcome = await run(args, options);
    if (outcome.exitCode !== 0) throw explain(outcome);
    return outcome;
  };
  return { settings, access, directory, run, must, command, explain };
}

/** Makes the mirror if it is not there, and marks it as used. It appears whole, so two runs at once do no harm. */
export async function ensureMirror({ directory, settings, access }: GitRepository): Promise<void> {
  const now = new Date();
  if (await stat(directory).catch(() => undefined)) return utimes(directory, now, now);
  const temporary = `${directory}.${randomBytes(6).toString("hex")}`;
  await mkdir(join(temporary, "info"), { recursive: true, mode: 0o700 });
  await repositoryAt(temporary, { settings, access }).must(["init", "--bare", "--quiet", "--template="], {});
  // `git archive` would leave out and rewrite what these attributes say; a build must get the files as they are.
  await writeFile(join(temporary, "info", "attributes"), "* -export-ignore -export-subst\n");
  await rename(temporary, directory).catch(async (error: NodeJS.ErrnoException) => {
    await rm(temporary, { recursive: true, force: true });
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  });
}

/** Throws a broken mirror away and starts again: everything in it can be fetched. */
export async function remakeMirror(repository: GitRepository): Promise<void> {
  await rm(repository.directory, { recursive: true, force: true });
  await ensureMirror(repository);
}
