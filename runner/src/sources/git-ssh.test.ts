import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureDeployKey, type SshKey } from "../hosts/ssh-keys.ts";
import { needsProgram } from "../testing/needs-program.ts";
import type { GitSettings } from "./git-settings.ts";
import { createGitSources } from "./git-sources.ts";
import { filesIn } from "./testing/files-in.ts";
import { createGitProject, type GitProject } from "./testing/git-project.ts";
import { type GitSshServer, startGitSshServer } from "./testing/git-ssh-server.ts";

let project: GitProject;
let server: GitSshServer;
let key: SshKey;
const signal = new AbortController().signal;

beforeAll(async () => {
  project = createGitProject();
  // A space in the path: nothing on the way may split it.
  key = await ensureDeployKey(join(project.root, "state dir"), "src_one");
  server = await startGitSshServer({ repositories: project.repositories, publicKey: key.publicKey });
});
afterAll(async () => {
  await server.close();
  project.remove();
});

const settings = (more: Partial<GitSettings> = {}): GitSettings => ({
  url: server.url("app"),
  auth: { kind: "deploy-key", privateKeyFile: key.privateKeyFile },
  knownHost: `forge.example ${server.hostKey}`,
  submodules: false,
  lfs: false,
  scope: "src_one",
  inside: [`127.0.0.1:${server.port}`],
  ...more,
});
const fetching = (given: GitSettings) =>
  createGitSources({ stateDirectory: join(project.root, "state dir"), environment: process.env }).fetch(given, {
    ref: "main",
    commit: null,
    signal,
  });

describe("git over ssh with a deploy key", () => {
  beforeEach((context) => needsProgram(context, "ssh"));
  test("fetches the head when the host key is the known one", async () => {
    const sha = project.push("app", { a: "1" });
    expect((await fetching(settings())).commit.sha).toBe(sha);
  });
  test("fetches an older commit from a server that does not hand it out by id", async () => {
    const old = project.push("app", { a: "old" });
    project.push("app", { a: "new" });
    const git = createGitSources({ stateDirectory: join(project.root, "state dir"), environment: process.env });
    expect((await git.fetch(settings(), { ref: "main", commit: old, signal })).commit.sha).toBe(old);
  });
  test("stops when the host key is unknown or another one", async () => {
    await expect(fetching(settings({ knownHost: null }))).rejects.toMatchObject({ reason: "host-key-unknown" });
    const other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
    await expect(fetching(settings({ knownHost: other }))).rejects.toMatchObject({ reason: "host-key-unknown" });
  });
  test("names the deploy key when the server does not accept it", async () => {
    const stranger = await ensureDeployKey(join(project.root, "state dir"), "src_two");
    const fault = await fetching(
      settings({ auth: { kind: "deploy-key", privateKeyFile: stranger.privateKeyFile }, scope: "src_two" }),
    ).catch((error) => error);
    expect(fault).toMatchObject({ reason: "access-denied", nextAction: expect.stringContaining("deploy key") });
  });

  describe("and a submodule", () => {
    const at = (url: string, host: string) => url.replace("127.0.0.1", host);
    async function libraryOf(url: string, more: Partial<GitSettings> = {}) {
      const lib = project.push("lib", { "lib.txt": "library" });
      project.push("parent", { lib: { submodule: lib, url } });
      const inside = ["127.0.0.1", "localhost"].map((host) => `${host}:${server.port}`);
      const given = settings({ url: server.url("parent"), submodules: true, inside, ...more });
      return filesIn((await (await fetching(given)).openTree(".")).openTar());
    }
    const library = expect.objectContaining({ "lib/lib.txt": "library" });

    test("of the same forge is read with it, also where it is named by https", async () => {
      expect(await libraryOf(server.url("lib"))).toEqual(library);
      expect(await libraryOf("https://robot@127.0.0.1:9/lib.git")).toEqual(library);
    });
    test("of another host is read with it where an admin's line names that host", async () => {
      const lines = ["forge.example", `[localhost]:${server.port}`].map((host) => `${host} ${server.hostKey}`);
      expect(await libraryOf(at(server.url("lib"), "localhost"), { knownHost: lines.join("\n") })).toEqual(library);
    });
    test("of another host is not reached over ssh without such a line, whatever the first one says", async () => {
      const fetching = libraryOf(at(server.url("lib"), "localhost"));
      await expect(fetching).rejects.toMatchObject({ name: "SourceFault" });
    });
    test("of another host stops when its key is not the one of that line", async () => {
      const other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
      const knownHost = `forge.example ${server.hostKey}\n[localhost]:${server.port} ${other}`;
      await expect(libraryOf(at(server.url("lib"), "localhost"), { knownHost })).rejects.toMatchObject({
        reason: "host-key-unknown",
        nextAction: expect.stringContaining("on a line of its own"),
      });
    });
  });
});
