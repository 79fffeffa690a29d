import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { GitSettings } from "./git-settings.ts";
import { createGitSources } from "./git-sources.ts";
import { filesIn } from "./testing/files-in.ts";
import { startGitHttpServer } from "./testing/git-http-server.ts";
import { createGitProject } from "./testing/git-project.ts";

// A machine whose git is the real one, and that has nothing else: git-lfs stands in no folder of its PATH.

const project = createGitProject();
const programs = join(project.root, "programs");
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"ab".repeat(32)}\nsize 31\n`;
const large = { ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n", "a.bin": pointer, "b.txt": "plain" };

let server: Awaited<ReturnType<typeof startGitHttpServer>>;
beforeAll(async () => {
  mkdirSync(programs);
  symlinkSync(execFileSync("which", ["git"]).toString().trim(), join(programs, "git"));
  server = await startGitHttpServer({ repositories: project.repositories });
});
afterAll(async () => {
  await server?.close();
  project.remove();
});
beforeEach(() => rmSync(project.state, { recursive: true, force: true }));

async function filesOf(name: string, change: Partial<GitSettings> = {}) {
  const settings: GitSettings = {
    url: server.url(name),
    auth: { kind: "none" },
    knownHost: null,
    submodules: false,
    lfs: true,
    scope: "public",
    inside: [URL.parse(server.url(name))?.host ?? ""],
    allowHttp: true,
    ...change,
  };
  const environment = { ...process.env, PATH: programs };
  const sources = createGitSources({ stateDirectory: project.state, environment });
  const signal = new AbortController().signal;
  const { openTree } = await sources.fetch(settings, { ref: "main", commit: null, signal });
  return filesIn((await openTree(".")).openTar());
}

const missing = {
  reason: "lfs-missing",
  causeClass: "internal",
  message: "The repository uses Git LFS, and git-lfs is not installed on the runner's machine.",
  nextAction: expect.stringContaining("sudo apt-get install git-lfs"),
};

describe("a runner without git-lfs", () => {
  test("says that it is missing when the repository has large files, and how it is installed", async () => {
    project.push("large", large);
    await expect(filesOf("large")).rejects.toMatchObject(missing);
  });

  test("says the same when they lie deeper in the tree, under attributes of their own", async () => {
    project.push("deep", { "assets/.gitattributes": large[".gitattributes"], "assets/a.bin": pointer });
    await expect(filesOf("deep")).rejects.toMatchObject(missing);
  });

  test("says the same of a submodule's", async () => {
    const sha = project.push("library", large);
    project.push("outer", { lib: { submodule: sha, url: "../library.git" } });
    await expect(filesOf("outer", { submodules: true })).rejects.toMatchObject(missing);
  });

  test("is none the worse for it when the repository has no large file", async () => {
    project.push("small", { "b.txt": "plain" });
    expect(await filesOf("small")).toMatchObject({ "b.txt": "plain" });
  });

  test("hands out the pointers when the application does without large files", async () => {
    project.push("pointers", large);
    expect(await filesOf("pointers", { lfs: false })).toMatchObject({ "a.bin": pointer });
  });
});
