import { expect, test } from "vitest";
import { explainGitFailure } from "./git-failure.ts";

const told = (stderr: string) =>
  explainGitFailure({ what: "git.example.com/acme/shop", stderr, exitCode: 128, usesDeployKey: false });

test.each([
  "git-lfs filter-process: 1: git-lfs: not found\nfatal: the remote end hung up unexpectedly",
  "bash: line 1: git-lfs: command not found\nfatal: early EOF",
  "error: cannot run git-lfs filter-process: No such file or directory\nerror: external filter 'git-lfs filter-process' failed",
  "git: 'lfs' is not a git command. See 'git --help'.",
])("a runner without git-lfs is told to get it: %j", (stderr) => {
  expect(told(stderr)).toMatchObject({ reason: "lfs-missing", nextAction: expect.stringContaining("Install git-lfs") });
});

test.each(["apt-get install", "dnf install", "apk add", "pacman -S", "zypper install"])(
  "and how, whichever system it runs on: by %s",
  (command) => {
    expect(told("git-lfs: not found").nextAction).toContain(`sudo ${command} git-lfs`);
    expect(told("git-lfs: not found").nextAction.length).toBeLessThanOrEqual(500);
  },
);

test.each([
  "batch response: Repository or object not found: http://127.0.0.1:4/t/objects/batch\nCheck that it exists and that you have proper access to it\nerror: external filter 'git-lfs filter-process' failed",
  "Error downloading object: a.bin (0000000): Smudge error: batch response: Authorization error: http://127.0.0.1:4/t",
  "fatal: a.bin: smudge filter lfs failed",
])("a forge without the large files is told as one: %j", (stderr) => {
  expect(told(stderr)).toMatchObject({
    reason: "lfs-refused",
    message: "git.example.com/acme/shop uses Git LFS, and its forge did not hand out the large files.",
  });
});

test("a repository that is not there is still that", () => {
  expect(told("fatal: repository 'https://git.example.com/acme/shop/' not found").reason).toBe("repository-not-found");
});
