import { run } from "../command.ts";

/** Settings of whoever runs the tests (signing, hooks, default branch) must not change what the forge does. */
export const cleanGit = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Ada Pusher",
  GIT_AUTHOR_EMAIL: "ada@lab.test",
  GIT_COMMITTER_NAME: "Ada Pusher",
  GIT_COMMITTER_EMAIL: "ada@lab.test",
};

/** Runs git in a folder and returns what it prints, without the line end. */
export async function git(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(["git", "-C", folder, ...args], { env: cleanGit });
  return stdout.trim();
}
