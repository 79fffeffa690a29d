import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { GitPlace } from "./git-environment.ts";
import { runGit } from "./git-process.ts";

const keptCommits = 20;
const unusedMs = 30 * 24 * 3_600_000;

type Options = {
  locked: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  signal?: AbortSignal | undefined;
  now?: () => number;
};

/**
 * Bounds the disk the mirrors take: in each one the newest commits stay, and a mirror nobody used for a month goes. Objects younger than
 * a day are never removed, so a build that still reads an old commit is not disturbed.
 */
export async function tidyMirrors(place: GitPlace, { locked, signal, now = Date.now }: Options): Promise<void> {
  const folder = join(place.folder, "mirrors");
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const directory = join(folder, name);
    await locked(directory, async () => {
      const { mtimeMs } = await stat(directory);
      if (now() - mtimeMs > unusedMs) await rm(directory, { recursive: true, force: true });
      else await tidyOne(directory, { inherited: place.inherited, signal });
    });
  }
}

async function tidyOne(
  directory: string,
  { inherited, signal }: { inherited: GitPlace["inherited"]; signal: AbortSignal | undefined },
): Promise<void> {
  const env = {
    ...inherited,
    HOME: directory,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  const git = (args: string[], input?: string) =>
    runGit({
      args: [`--git-dir=${directory}`, ...args],
      directory,
      env,
      timeoutMs: 600_000,
      signal,
      ...(input === undefined ? {} : { input }),
    });
  const { stdout } = await git([
    "for-each-ref",
    "--sort=-committerdate",
    "--format=%(refname)",
    "refs/fairlead/commits",
  ]);
  const old = stdout.toString("utf8").split("\n").filter(Boolean).slice(keptCommits);
  if (old.length > 0) await git(["update-ref", "--stdin"], old.map((ref) => `delete ${ref}\n`).join(""));
  await git(["gc", "--quiet", "--prune=1.day.ago"]);
}
