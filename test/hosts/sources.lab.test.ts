import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildDockerfile } from "../../runner/src/build/dockerfile.ts";
import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import { ensureDeployKey } from "../../runner/src/hosts/ssh-keys.ts";
import type { GitSettings } from "../../runner/src/sources/git-settings.ts";
import { createGitSources } from "../../runner/src/sources/git-sources.ts";
import { filesIn } from "../../runner/src/sources/testing/files-in.ts";
import { docker } from "../lab/docker.ts";
import { fixtureFiles } from "../lab/fixture-files.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { aBuild } from "./a-build.ts";
import { targetOf } from "./lab-target.ts";

const signal = new AbortController().signal;

describe("sources of a forge", () => {
  let lab: Lab;
  let state: string;
  beforeAll(async () => {
    lab = await startLab({ servers: 1 });
    state = mkdtempSync(join(tmpdir(), "fairlead-sources-"));
    // As an operator does whose forge has a certificate of its own authority.
    process.env.GIT_SSL_CAINFO = lab.forge.certificates.caFile;
  });
  afterAll(async () => {
    delete process.env.GIT_SSL_CAINFO;
    if (state) rmSync(state, { recursive: true, force: true });
    await lab?.stop();
  });

  const settings = (url: string, more: Partial<GitSettings> = {}): GitSettings => ({
    url,
    auth: { kind: "none" },
    knownHost: null,
    submodules: false,
    lfs: false,
    scope: "src_lab",
    // The lab's forge is on a private address.
    inside: null,
    ...more,
  });
  const fetching = (given: GitSettings, commit: string | null = null) =>
    createGitSources({ stateDirectory: state, environment: process.env }).fetch(given, { ref: "main", commit, signal });

  test("a private repository over https needs its token", async () => {
    const repository = await lab.forge.createRepository("acme/private");
    const push = await lab.forge.commitAndPush(repository, { files: { "a.txt": "a" } });
    const auth = { kind: "token", user: null, token: repository.token } as const;
    expect((await fetching(settings(repository.httpsUrl, { auth }), push.after)).commit.sha).toBe(push.after);
    await expect(fetching(settings(repository.httpsUrl, { scope: "src_none" }))).rejects.toMatchObject({
      reason: "access-denied",
    });
  });

  test("a certificate of an unknown authority is named, not accepted", async () => {
    const repository = await lab.forge.createRepository("acme/public", { isPublic: true });
    await lab.forge.commitAndPush(repository, { files: { "a.txt": "a" } });
    delete process.env.GIT_SSL_CAINFO;
    const refused = await fetching(settings(repository.httpsUrl)).catch((error: unknown) => error);
    process.env.GIT_SSL_CAINFO = lab.forge.certificates.caFile;
    expect(refused).toMatchObject({
      reason: "unreachable",
      nextAction: expect.stringContaining("update-ca-certificates"),
    });
  });

  test("a deploy key opens its own repository over ssh and no other", async () => {
    const [mine, other] = await Promise.all([
      lab.forge.createRepository("acme/mine"),
      lab.forge.createRepository("acme/other"),
    ]);
    const push = await lab.forge.commitAndPush(mine, { files: { "a.txt": "a" } });
    await lab.forge.commitAndPush(other, { files: { "a.txt": "a" } });
    const key = await ensureDeployKey(state, "src_mine");
    lab.forge.allowDeployKey(mine.fullName, { publicKey: key.publicKey });
    const access = {
      auth: { kind: "deploy-key", privateKeyFile: key.privateKeyFile } as const,
      knownHost: lab.forge.knownHostsLine,
    };
    expect((await fetching(settings(mine.sshUrl, access))).commit.sha).toBe(push.after);
    await expect(fetching(settings(other.sshUrl, access))).rejects.toMatchObject({
      name: "SourceFault",
      causeClass: expect.stringMatching(/^source-/),
    });
    await expect(fetching(settings(mine.sshUrl, { ...access, knownHost: null }))).rejects.toMatchObject({
      reason: "host-key-unknown",
    });
  });

  describe("with a submodule on the same forge", () => {
    async function withSubmodule(name: string, { url }: { url: "sshUrl" | "httpsUrl" }) {
      const lib = await lab.forge.createRepository(`acme/lib-of-${name}`);
      const app = await lab.forge.createRepository(`acme/${name}`, { token: lib.token });
      const linked = await lab.forge.commitAndPush(lib, { files: { "lib.txt": "library" } });
      const gitmodules = `[submodule "lib"]\n\tpath = vendor/lib\n\turl = ${lib[url]}\n`;
      const files = { "a.txt": "a", ".gitmodules": gitmodules };
      await lab.forge.commitAndPush(app, { files, submodules: { "vendor/lib": linked.after } });
      return { app };
    }
    const libraryOf = async (given: GitSettings) =>
      (await (await fetching({ ...given, submodules: true })).openTree(".")).openTar();

    test("over ssh it is read with the source's token, in place of a key that nobody has", async () => {
      const { app } = await withSubmodule("by-token", { url: "sshUrl" });
      const auth = { kind: "token", user: null, token: app.token } as const;
      expect(await filesIn(await libraryOf(settings(app.httpsUrl, { auth })))).toMatchObject({
        "vendor/lib/lib.txt": "library",
      });
    });

    test("that the deploy key does not open says whose key is missing where", async () => {
      const { app } = await withSubmodule("by-key", { url: "httpsUrl" });
      const { publicKey, privateKeyFile } = await ensureDeployKey(state, "src_bykey");
      lab.forge.allowDeployKey(app.fullName, { publicKey });
      const auth = { kind: "deploy-key", privateKeyFile } as const;
      const given = settings(app.sshUrl, { auth, knownHost: lab.forge.knownHostsLine, scope: "src_bykey" });
      await expect(libraryOf(given)).rejects.toMatchObject({
        message: expect.stringContaining("The submodule vendor/lib cannot be read from ssh://"),
        nextAction: expect.stringContaining("deploy key to this repository too"),
      });
    });
  });

  test("a pushed commit becomes an image without a checkout in between", async () => {
    const repository = await lab.forge.createRepository("acme/app", { isPublic: true });
    const push = await lab.forge.commitAndPush(repository, { files: await fixtureFiles("healthy") });
    const { openTree } = await fetching(settings(repository.httpsUrl), push.after);
    const host = await openSshDockerHost(await targetOf(lab.server(0), "deploy"));
    const run = aBuild({ tag: "from-git:1" });
    const { imageId } = await buildDockerfile(host, {
      tree: await openTree("."),
      settings: { dockerfile: "Dockerfile", target: null, noCache: false },
      run,
    });
    expect(await docker(lab.server(0), ["inspect", "-f", "{{.Id}}", run.tag])).toBe(imageId);
    await host.close();
  });
});
