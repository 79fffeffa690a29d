import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Contents by path; `{ link }` makes a symlink, `{ run }` an executable file, `{ submodule }` a link to a commit. */
export type Files = Record<string, string | { link: string } | { run: string } | { submodule: string; url: string }>;

const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_COMMITTER_DATE: "2026-01-02T03:04:05Z",
  GIT_AUTHOR_DATE: "2026-01-02T03:04:05Z",
};

/** A folder of bare repositories, as a forge keeps them, and a way to push commits into them. */
export function createGitProject() {
  const root = mkdtempSync(join(tmpdir(), "fairlead-git-"));
  const repositories = join(root, "repositories");
  mkdirSync(repositories);
  const git = (directory: string, ...args: string[]) =>
    execFileSync("git", args, { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] })
      .toString()
      .trim();

  const workOf = (name: string) => {
    const work = join(root, "work", name);
    mkdirSync(work, { recursive: true });
    git(work, "init", "-q", "-b", "main");
    git(repositories, "init", "-q", "--bare", "-b", "main", `${name}.git`);
    return work;
  };
  const works = new Map<string, string>();
  return {
    root,
    repositories,
    state: join(root, "state"),
    git: (name: string, ...args: string[]) => git(join(repositories, `${name}.git`), ...args),
    /** Commits the files on top of what is there and pushes. Returns the commit. */
    push(
      name: string,
      files: Files,
      { branch = "main", subject = "a change", tag }: { branch?: string; subject?: string; tag?: string } = {},
    ) {
      const work = works.get(name) ?? workOf(name);
      works.set(name, work);
      for (const [path, content] of Object.entries(files)) place(work, { path, content, git });
      git(work, "commit", "-q", "--allow-empty", "-m", subject);
      if (tag) git(work, "tag", "-a", tag, "-m", tag);
      git(
        work,
        "push",
        "-q",
        "--force",
        join(repositories, `${name}.git`),
        `HEAD:refs/heads/${branch}`,
        ...(tag ? [tag] : []),
      );
      return git(work, "rev-parse", "HEAD");
    },
    /** Throws the last commit away, as a force push does. */
    forcePushBack(name: string) {
      const work = works.get(name) ?? workOf(name);
      git(work, "reset", "-q", "--hard", "HEAD~1");
      git(work, "push", "-q", "--force", join(repositories, `${name}.git`), "HEAD:refs/heads/main");
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
export type GitProject = ReturnType<typeof createGitProject>;

function place(
  work: string,
  {
    path,
    content,
    git,
  }: { path: string; content: Files[string]; git: (directory: string, ...args: string[]) => string },
): void {
  const file = join(work, path);
  mkdirSync(dirname(file), { recursive: true });
  if (typeof content === "object" && "submodule" in content) {
    git(work, "update-index", "--add", "--cacheinfo", `160000,${content.submodule},${path}`);
    git(work, "config", "-f", ".gitmodules", `submodule.${path}.path`, path);
    git(work, "config", "-f", ".gitmodules", `submodule.${path}.url`, content.url);
    git(work, "add", ".gitmodules");
    return;
  }
  if (typeof content === "string") writeFileSync(file, content);
  else if ("link" in content) symlinkSync(content.link, file);
  else {
    writeFileSync(file, content.run);
    chmodSync(file, 0o755);
  }
  git(work, "add", "--", path);
}
