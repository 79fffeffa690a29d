import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "./command.ts";
import { noCommit } from "./forge/push.ts";
import { type Lab, startLab } from "./lab.ts";

describe("the forge", () => {
  let lab: Lab;
  let folder: string;
  beforeAll(async () => {
    lab = await startLab({ servers: 0 });
    folder = await mkdtemp(join(tmpdir(), "forge-test-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await lab?.stop();
  });

  const aPushedRepository = async (fullName: string) => {
    const repository = await lab.forge.createRepository(fullName);
    const push = await lab.forge.commitAndPush(repository, { files: { "a.txt": "one\n" }, message: "First" });
    return { repository, push };
  };

  test("a private repository is cloned with its token and with nothing else", async () => {
    const { repository } = await aPushedRepository("acme/shop");
    const withToken = repository.httpsUrl.replace("://", `://any:${repository.token}@`);
    await clone(withToken, join(folder, "with-token"));
    expect(await readFile(join(folder, "with-token/a.txt"), "utf8")).toBe("one\n");
    const wrong = repository.httpUrl.replace("://", "://any:wrong@");
    await expect(clone(wrong, join(folder, "wrong"))).rejects.toThrow("Authentication failed");
    await expect(clone(repository.httpUrl, join(folder, "without"))).rejects.toThrow("could not read Username");
  });

  test("a deploy key opens its own repository, for reading", async () => {
    const { repository } = await aPushedRepository("acme/keyed");
    const { repository: other } = await aPushedRepository("acme/locked");
    const env = await aDeployKey(repository.fullName);
    await clone(repository.sshUrl, join(folder, "by-key"), env);
    await expect(clone(other.sshUrl, join(folder, "by-key-other"), env)).rejects.toThrow("Repository not found");
    const push = run(["git", "-C", join(folder, "by-key"), "push", "origin", "HEAD:refs/heads/mine"], { env });
    await expect(push).rejects.toThrow("read only");
  });

  test("one exact commit can be fetched without its history", async () => {
    const { repository, push } = await aPushedRepository("acme/shallow");
    await lab.forge.commitAndPush(repository, { files: { "a.txt": "two\n" } });
    const target = join(folder, "shallow");
    await run(["git", "init", "-q", target]);
    const url = repository.httpsUrl.replace("://", `://any:${repository.token}@`);
    await run(["git", "-C", target, "fetch", "-q", "--depth", "1", url, push.after], { env: trust() });
    expect((await run(["git", "-C", target, "show", `${push.after}:a.txt`])).stdout).toBe("one\n");
  });

  test("a push tells which commits and files are new", async () => {
    const { repository, push: first } = await aPushedRepository("acme/told");
    expect(first).toMatchObject({ before: noCommit, ref: "refs/heads/main", commits: [{ added: ["a.txt"] }] });
    const second = await lab.forge.pushCommits(repository, [
      { files: { "b.txt": "new\n" }, message: "Add b" },
      { files: { "a.txt": "changed\n" }, message: "Change a" },
    ]);
    expect(second.before).toBe(first.after);
    expect(second.commits).toMatchObject([
      { message: "Add b", added: ["b.txt"], modified: [] },
      { message: "Change a", added: [], modified: ["a.txt"], id: second.after },
    ]);
  });

  test("a force push replaces the head, a tag and a branch bring no commit, a deleted branch ends nowhere", async () => {
    const { repository, push: first } = await aPushedRepository("acme/moved");
    const forced = await lab.forge.forcePush(repository, { files: { "a.txt": "other\n" }, message: "Instead" });
    expect(forced).toMatchObject({ before: first.after, isForced: true, commits: [{ id: forced.after }] });
    expect(await lab.forge.pushTag(repository, "v1")).toMatchObject({
      ref: "refs/tags/v1",
      after: forced.after,
      commits: [],
    });
    const branch = await lab.forge.pushBranch(repository, { branch: "feature" });
    expect(branch).toMatchObject({ before: noCommit, after: forced.after, commits: [] });
    expect(await lab.forge.deleteBranch(repository, "feature")).toMatchObject({
      before: forced.after,
      after: noCommit,
    });
    expect(await lab.forge.headOf(repository, "feature")).toBeUndefined();
    expect(await lab.forge.headOf(repository)).toBe(forced.after);
  });

  test.each([
    ["github", (name: string) => `/api/v3/repos/${name}/git/ref/heads/main`, "Bearer"],
    ["gitlab", (name: string) => `/api/v4/projects/${encodeURIComponent(name)}/repository/branches/main`, "Bearer"],
    ["bitbucket", (name: string) => `/2.0/repositories/${name}/refs/branches/main`, "Bearer"],
    ["gitea", (name: string) => `/api/v1/repos/${name}/branches/main`, "token"],
  ])("asked as %s it tells the head of a branch to those with the token", async (forge, path, scheme) => {
    const { repository, push } = await aPushedRepository(`acme/${forge}`);
    const url = `${new URL(repository.httpUrl).origin}${path(repository.fullName)}`;
    const ask = (token: string) => fetch(url, { headers: { authorization: `${scheme} ${token}` } });
    expect(await (await ask(repository.token)).text()).toContain(push.after);
    expect((await ask("wrong")).status).toBe(401);
  });

  /** Git takes this variable before any setting of its own. */
  const trust = () => ({ GIT_SSL_CAINFO: lab.forge.certificates.caFile, GIT_TERMINAL_PROMPT: "0" });

  const clone = (url: string, target: string, env: Record<string, string> = {}) =>
    run(["git", "clone", "-q", url, target], { env: { ...trust(), ...env } });

  async function aDeployKey(repository: string): Promise<Record<string, string>> {
    const key = join(folder, "deploy-key");
    await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key]);
    lab.forge.allowDeployKey(repository, { publicKey: await readFile(`${key}.pub`, "utf8") });
    await writeFile(join(folder, "known_hosts"), `${lab.forge.knownHostsLine}\n`);
    return {
      GIT_SSH_COMMAND: `ssh -i ${key} -o UserKnownHostsFile=${join(folder, "known_hosts")} -o IdentitiesOnly=yes`,
    };
  }
});
