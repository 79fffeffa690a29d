import type { Guard } from "../guard.ts";

const context = "runner/src/build/build-context.test.ts";
const sources = "runner/src/sources/git-sources.test.ts";
const tree = "runner/src/sources/git-tree-of-commit.test.ts";

/** That what is in a repository, and what names one, leads to no file and no program of the machine. */
export const guards: Guard[] = [
  {
    rule: "what lies beside the folder of a forge on its host gets nothing that signs in",
    file: "runner/src/sources/submodule-way.ts",
    guard: "if (path === undefined) return [open];",
    without: "if (path === undefined) return [{ ...ours, url: written }];",
    noticedBy: "runner/src/sources/submodule-way.test.ts",
    named: "gives its token to nothing beside",
  },
  {
    rule: "the runner is told which folder of its host a forge has",
    file: "api/src/releases/jobs/compile-deploy.ts",
    guard: 'forgePath: spec.source.kind === "git" ? forgePathOf(source, spec.source.url) : "",',
    without: 'forgePath: "",',
    noticedBy: "api/src/sources/credentials-stay-home.test.ts",
    named: "the folder of a forge",
  },
  {
    rule: "a repository's address that is a program, a file or an option is refused before git sees it",
    file: "runner/src/sources/git-url.ts",
    guard: "v.is(GitUrl, url) ? partsOfGitUrl(url) : undefined",
    without: "partsOfGitUrl(url)",
    noticedBy: sources,
    named: "refused before git sees it",
  },
  {
    rule: "a planted repository is not deployed",
    file: "runner/contract/grammar.ts",
    guard: "judgedBy(refuseGitUrl)",
    without: "judgedBy(() => undefined)",
    noticedBy: "test/hostile/planted-row.test.ts",
    named: "repository URL",
  },
  {
    rule: "no path of the settings leads out of the repository",
    file: "runner/src/sources/git-tree.ts",
    guard: "if (isRepoPath(path)) return path;",
    without: "if (isRepoPath(path) || path) return path;",
    noticedBy: tree,
    named: "never out of it",
  },
  {
    rule: "a Dockerfile that is a link out of the repository is not there",
    file: "runner/src/sources/git-tree.ts",
    guard: '["cat-file", "--batch", "--follow-symlinks"]',
    without: '["cat-file", "--batch"]',
    noticedBy: tree,
    named: "never out of it",
  },
  {
    rule: "a base directory that is none is refused",
    file: "runner/src/sources/git-tree.ts",
    guard: 'if (base !== ".") await requireDirectory(',
    without: "if (base === undefined) await requireDirectory(",
    noticedBy: tree,
    named: "base directory",
  },
  {
    rule: "an entry of an archive that leads out is refused",
    file: "runner/src/build/build-context.ts",
    guard: 'path.startsWith("/") || path.includes("\\0") || path.split("/").includes("..")',
    without: "path === undefined",
    noticedBy: context,
    named: "is refused",
  },
  {
    rule: "a device, a pipe and a hard link in an archive are refused",
    file: "runner/src/build/build-context.ts",
    guard: '!allowedTypes.has(type ?? "file")',
    without: "type === undefined",
    noticedBy: context,
    named: "is refused",
  },
  {
    rule: "an archive without end is refused",
    file: "runner/src/build/build-context.ts",
    guard: "if (sizeBytes > maxBytes || count > maxEntries) throw",
    without: "if (sizeBytes < 0) throw",
    noticedBy: context,
    named: "over its limits",
  },
];
