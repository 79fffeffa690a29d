import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Random } from "../../../../api/src/testing/random.ts";
import { fetchCommit } from "../../../../runner/src/sources/fetch-commit.ts";
import type { GitRepository } from "../../../../runner/src/sources/git-repository.ts";
import { listSubmodules } from "../../../../runner/src/sources/git-submodules.ts";
import { openGitTree } from "../../../../runner/src/sources/git-tree.ts";
import { parseGitUrl } from "../../../../runner/src/sources/git-url.ts";
import { sshLfsEndpoint } from "../../../../runner/src/sources/lfs-endpoint.ts";
import { readCommit } from "../../../../runner/src/sources/read-commit.ts";
import { readHead } from "../../../../runner/src/sources/read-head.ts";
import { SourceFault } from "../../../../runner/src/sources/source-fault.ts";
import { aWord, mutateBytes, mutateJson, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const sha = "a".repeat(40);
const url = "https://git.example.com/team/shop.git";

/** What git prints of an honest repository, by the command. */
const honest: Record<string, string> = {
  "ls-tree": `100644 blob ${sha}\tREADME\u0000160000 commit ${sha}\tlib/x\u0000`,
  config: "submodule.x.path\nlib/x\u0000submodule.x.url\n../x.git\u0000",
  "cat-file": `${sha} blob 4\ntext\n`,
  "ls-remote": `${sha}\trefs/heads/main\n${"b".repeat(40)}\trefs/tags/main\n`,
  "rev-parse": `${sha}\n`,
  log: `${sha}\u0000Ada\u00001700000000\u0000A subject\n`,
};

/** A mirror whose git tells what a hostile repository might have it tell. */
function aRepository(random: Random): GitRepository {
  const said = (args: readonly string[]) => {
    const text = Buffer.from(honest[args[0] ?? ""] ?? "", "utf8");
    return random.chance(0.8) ? mutateBytes(random, text) : someBytes(random, 200);
  };
  const run: GitRepository["run"] = async (args) => ({
    exitCode: random.chance(0.9) ? 0 : 128,
    stdout: said(args),
    stderr: aWord(random),
  });
  const explain = () => new SourceFault("git-failed", { sentence: "It failed.", nextAction: "Look at it." });
  return {
    settings: { url, scope: "x", auth: { kind: "none" }, knownHost: null, submodules: true, lfs: false, inside: [] },
    access: { parsed: parseGitUrl(url), env: {}, config: [], trouble: () => undefined, forget: () => undefined },
    directory: import.meta.dirname,
    run,
    must: run,
    command: () => ({ args: [], directory: "/", env: {} }),
    explain,
  };
}

const questions: Record<string, (repository: GitRepository, random: Random) => Promise<unknown>> = {
  submodules: async (repository) => {
    const listed = await listSubmodules(repository, { sha });
    const climbing = listed.find(({ path }) => path.split("/").some((part) => part === ".." || part === ".git"));
    if (climbing) throw new TypeError(`${climbing.path} is taken for a place in the tree`);
  },
  commit: (repository) => readCommit(repository, sha),
  "a file": async (repository) => {
    const tree = await openGitTree([{ repository, sha, prefix: "" }], { base: "." });
    const found = await tree.readFile("Dockerfile", { maxBytes: 100 });
    if (found && found.length > 65_536) throw new TypeError("more was read than may be");
  },
  "a folder": (repository) => openGitTree([{ repository, sha, prefix: "" }], { base: "web" }),
  "a fetched head": (repository) => fetchCommit(repository, { ref: "main", commit: null, timeoutMs: 1_000 }),
  "large files over ssh": async (_repository, random) => {
    const told = Buffer.from(JSON.stringify(mutateJson(random, { href: "https://x", header: { a: "b" } })) ?? "");
    const folder = mkdtempSync(join(tmpdir(), "fairlead-fuzz-"));
    try {
      const program = join(folder, "ssh");
      writeFileSync(join(folder, "said"), random.chance(0.5) ? mutateBytes(random, told) : told);
      writeFileSync(program, `#!/bin/sh\ncat "${folder}/said"\n`, { mode: 0o700 });
      await sshLfsEndpoint(parseGitUrl("git@git.example.com:a/b.git"), { GIT_SSH: program, PATH: "/usr/bin:/bin" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  "a told head": async (repository) => {
    const head = await readHead(repository, { ref: "main", signal: AbortSignal.timeout(4_000) });
    if (head !== null && !/^[0-9a-f]{40,64}$/.test(head)) throw new TypeError(`${head} is taken for a commit`);
  },
};

/** Git's own output is ours to read, but a repository decides what is in it. */
export const gitOutput: Target = {
  name: "git-output",
  title: "what git prints of a repository: trees, submodules, files, heads and commits",
  reads: [
    "runner/src/sources/fetch-commit.ts",
    "runner/src/sources/git-submodules.ts",
    "runner/src/sources/git-tree.ts",
    "runner/src/sources/lfs-endpoint.ts",
    "runner/src/sources/read-commit.ts",
    "runner/src/sources/read-head.ts",
  ],
  cases: 400,
  async tryOne(random) {
    const name = random.pick(Object.keys(questions)) ?? "commit";
    await questions[name]?.(aRepository(random), random);
    return name;
  },
};
