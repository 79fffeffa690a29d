import type { GitRepository } from "./git-repository.ts";
import type { GitSettings } from "./git-settings.ts";
import { SourceFault } from "./source-fault.ts";
import { waysOfSubmodule } from "./submodule-way.ts";

/** A submodule as its parent's commit names it, and how it may be read, the likeliest way first. */
export type Submodule = { path: string; sha: string; ways: readonly [GitSettings, ...GitSettings[]] };

const maxSubmodules = 100;

/**
 * Submodules of a commit: the links of its tree joined with the URLs of its .gitmodules. The repository wrote both, so the URLs pass the
 * same grammar as any other, and our credentials go only to the origin they belong to.
 */
export async function listSubmodules(
  repository: GitRepository,
  { sha, signal }: { sha: string; signal?: AbortSignal | undefined },
): Promise<Submodule[]> {
  const { settings, access } = repository;
  const links = await readLinks(repository, { sha, signal });
  if (links.length === 0) return [];
  if (links.length > maxSubmodules) throw refused(`${links.length} submodules are more than ${maxSubmodules}`);
  const urls = await readUrls(repository, { sha, signal });
  return links.map(({ path, sha: linked }) => {
    const url = urls.get(path);
    if (url === undefined) throw refused(`${path} has no URL in .gitmodules`);
    const [way, ...others] = waysOfSubmodule({ parsed: access.parsed, settings }, url);
    return { path, sha: linked, ways: [{ ...settings, ...way }, ...others.map((each) => ({ ...settings, ...each }))] };
  });
}

async function readLinks({ must }: GitRepository, { sha, signal }: { sha: string; signal?: AbortSignal | undefined }) {
  const { stdout } = await must(["ls-tree", "-r", "-z", "--full-tree", sha], {
    signal,
    maxStdoutBytes: 256 * 1_048_576,
  });
  return stdout
    .toString("utf8")
    .split("\0")
    .flatMap((line) => {
      const found = /^160000 commit ([0-9a-f]{40,64})\t(.+)$/s.exec(line);
      return found?.[1] && found[2] ? [{ sha: found[1], path: requirePlainPath(found[2]) }] : [];
    });
}

/** .gitmodules is parsed by git itself; a repository cannot sneak options in, because only path and url are read. */
async function readUrls({ run }: GitRepository, { sha, signal }: { sha: string; signal?: AbortSignal | undefined }) {
  const args = ["config", "-z", `--blob=${sha}:.gitmodules`, "--get-regexp", "^submodule\\..*\\.(path|url)$"];
  const { stdout } = await run(args, { signal, maxStdoutBytes: 1_048_576 });
  const byName = new Map<string, { path?: string; url?: string }>();
  for (const entry of stdout.toString("utf8").split("\0")) {
    const found = /^submodule\.(.*)\.(path|url)\n(.*)$/s.exec(entry);
    if (!found?.[1] || !found[2]) continue;
    byName.set(found[1], { ...byName.get(found[1]), [found[2]]: found[3] ?? "" });
  }
  return new Map([...byName.values()].flatMap(({ path, url }) => (path && url ? [[path, url] as const] : [])));
}

function requirePlainPath(path: string): string {
  const isPlain =
    !path.startsWith("/") &&
    !path.includes("\\") &&
    path.split("/").every((part) => part !== "" && !/^\.{1,2}$|^\.git$/i.test(part));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point.
  if (isPlain && !/[\u0000-\u001f]/.test(path)) return path;
  throw refused(`its path is ${JSON.stringify(path.slice(0, 100))}`);
}

function refused(why: string): SourceFault {
  return new SourceFault("submodule-refused", {
    sentence: `A submodule is refused: ${why}.`,
    nextAction: "Fix .gitmodules, or turn submodules off in the settings.",
  });
}
