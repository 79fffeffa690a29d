import { once } from "node:events";
import { Readable } from "node:stream";
import * as v from "valibot";
import { RepoPath } from "../../contract/index.ts";
import { endGroup, startGit } from "./git-process.ts";
import type { GitRepository } from "./git-repository.ts";
import { SourceFault } from "./source-fault.ts";
import type { SourceTree } from "./source-tree.ts";

/** A commit in a mirror, shown at a path of the whole: `""` for the repository itself, `lib/x` for a submodule there. */
export type TreePart = { repository: GitRepository; sha: string; prefix: string };

/** The tree of a commit and of its submodules, below `base`. Throws `path-not-found` when `base` is no directory of the commit. */
export async function openGitTree(
  parts: readonly [TreePart, ...TreePart[]],
  { base, signal }: { base: string; signal?: AbortSignal | undefined },
): Promise<SourceTree> {
  const [{ repository, sha }] = parts;
  if (base !== ".") await requireDirectory(parts[0], { base: requireRepoPath(base), signal });
  return {
    base,
    openTar: () => Readable.from(archives(parts, { base, signal }), { objectMode: false }),
    readFile: async (path, { maxBytes }) => {
      const full = base === "." ? requireRepoPath(path) : `${base}/${requireRepoPath(path)}`;
      try {
        return await readBlob(repository, { name: `${sha}:${full}`, maxBytes, signal });
      } catch (error) {
        if (error instanceof SourceFault && error.reason === "file-too-large") throw tooLarge(full, maxBytes);
        throw error;
      }
    },
  };
}

const tooLarge = (path: string, maxBytes: number) =>
  new SourceFault("file-too-large", {
    sentence: `The file ${path} of the repository is larger than ${Math.floor(maxBytes / 1024)} KiB, more than is read of it.`,
    nextAction: `Make ${path} smaller, push and deploy again.`,
  });

const isRepoPath = (path: string): boolean => v.is(RepoPath, path);

function requireRepoPath(path: string): string {
  if (isRepoPath(path)) return path;
  throw new SourceFault("path-not-found", {
    sentence: "The path is not a relative path inside the repository.",
    evidence: [JSON.stringify(path.slice(0, 200))],
    nextAction: "Use a path such as `apps/web` without `..` and without a leading slash.",
  });
}

async function requireDirectory(
  { repository, sha }: TreePart,
  { base, signal }: { base: string; signal: AbortSignal | undefined },
) {
  const { stdout } = await repository.run(["cat-file", "-t", `${sha}:${base}`], { signal });
  if (stdout.toString("utf8").trim() === "tree") return;
  throw new SourceFault("path-not-found", {
    sentence: `There is no directory ${base} in the repository at commit ${sha.slice(0, 12)}.`,
    nextAction: "Check the base directory in the settings, or push the directory.",
  });
}

type ArchiveOptions = { base: string; signal?: AbortSignal | undefined };

async function* archives(parts: readonly TreePart[], options: ArchiveOptions): AsyncGenerator<Buffer> {
  for (const part of parts) {
    const inside = pathInside(part.prefix, options.base);
    if (inside !== undefined) yield* archive(part, { path: inside, signal: options.signal });
  }
}

/** Which path of a part lies below `base`: `.` for all of it, undefined for none. */
function pathInside(prefix: string, base: string): string | undefined {
  if (base === "." || prefix === base || prefix.startsWith(`${base}/`)) return ".";
  if (prefix === "") return base;
  return base.startsWith(`${prefix}/`) ? base.slice(prefix.length + 1) : undefined;
}

async function* archive(
  { repository, sha, prefix }: TreePart,
  { path, signal }: { path: string; signal: AbortSignal | undefined },
): AsyncGenerator<Buffer> {
  signal?.throwIfAborted();
  const prefixOption = prefix === "" ? [] : [`--prefix=${prefix}/`];
  const child = startGit(
    repository.command(["archive", "--format=tar", ...prefixOption, sha, "--", ...(path === "." ? [] : [path])]),
  );
  const abort = () => endGroup(child);
  signal?.addEventListener("abort", abort, { once: true });
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString("utf8")).slice(-8_192);
  });
  child.stdin?.end();
  const closed = once(child, "close");
  closed.catch(() => undefined);
  try {
    yield* child.stdout ?? [];
    await closed;
    signal?.throwIfAborted();
    if (child.exitCode !== 0) throw repository.explain({ exitCode: child.exitCode, stdout: Buffer.alloc(0), stderr });
  } finally {
    signal?.removeEventListener("abort", abort);
    if (child.exitCode === null && child.signalCode === null) endGroup(child);
  }
}

/** Answers of `cat-file --batch` that are not a blob: missing, or a symlink that leaves the tree, dangles or loops. */
const header = /^[0-9a-f]{40,64} blob (\d+)$/;

async function readBlob(
  { must }: GitRepository,
  { name, maxBytes, signal }: { name: string; maxBytes: number; signal: AbortSignal | undefined },
): Promise<Buffer | undefined> {
  const options = { input: `${name}\n`, maxStdoutBytes: maxBytes + 300, signal };
  const { stdout } = await must(["cat-file", "--batch", "--follow-symlinks"], options);
  const end = stdout.indexOf(10);
  const found = header.exec(stdout.toString("utf8", 0, Math.max(0, end)));
  if (!found) return undefined;
  return stdout.subarray(end + 1, end + 1 + Number(found[1]));
}
