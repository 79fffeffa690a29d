import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureDeployKey } from "../hosts/ssh-keys.ts";
import { needsProgram } from "../testing/needs-program.ts";
import type { GitSettings } from "./git-settings.ts";
import { createGitSources } from "./git-sources.ts";
import { filesIn } from "./testing/files-in.ts";
import { startGitHttpServer } from "./testing/git-http-server.ts";
import { createGitProject } from "./testing/git-project.ts";
import { startGitSshServer } from "./testing/git-ssh-server.ts";

const project = createGitProject();
afterAll(() => project.remove());

const content = "the real bytes of a large file\n";
const oid = createHash("sha256").update(content).digest("hex");
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`;
const attributes = "*.bin filter=lfs diff=lfs merge=lfs -text\n";

/** A forge with git and with LFS's two doors behind the same token. `.lfsconfig` in the repository points elsewhere, on purpose. */
async function aForgeWithLfs(token: string, { hrefOf }: { hrefOf?: string } = {}) {
  const server = await startGitHttpServer({
    repositories: project.repositories,
    token,
    intercept: (request, response) => {
      const path = request.url ?? "";
      if (path.endsWith("/objects/batch")) {
        if (!request.headers.authorization) {
          response.writeHead(401, { "www-authenticate": 'Basic realm="lfs"' }).end();
          return true;
        }
        const href = hrefOf ?? `${server.url("large")}/object`;
        const object = { oid, size: content.length, authenticated: true, actions: { download: { href } } };
        response
          .writeHead(200, { "content-type": "application/vnd.git-lfs+json" })
          .end(JSON.stringify({ objects: [object] }));
        return true;
      }
      if (!path.endsWith("/object")) return false;
      response.writeHead(200).end(content);
      return true;
    },
  });
  return server;
}

describe("Git LFS", () => {
  beforeEach((context) => needsProgram(context, "git-lfs"));
  const signal = new AbortController().signal;
  const open = async (lfs: boolean) => {
    const files = {
      ".gitattributes": attributes,
      ".lfsconfig": "[lfs]\n\turl = http://127.0.0.1:9/evil\n",
      "a.bin": pointer,
      "b.txt": "plain",
    };
    project.push("large", files);
    const server = await aForgeWithLfs("t0ken-for-lfs");
    const settings = {
      url: server.url("large"),
      auth: { kind: "token", user: null, token: "t0ken-for-lfs" } as const,
      knownHost: null,
      submodules: false,
      lfs,
      scope: `src_${lfs}`,
      inside: [server.url("large").slice(7).split("/")[0] ?? ""],
      allowHttp: true,
    };
    const { openTree } = await createGitSources({ stateDirectory: project.state, environment: process.env }).fetch(
      settings,
      {
        ref: "main",
        commit: null,
        signal,
      },
    );
    const found = await filesIn((await openTree(".")).openTar());
    await server.close();
    return found;
  };
  test("puts the real files into the tree when it is on", async () => {
    expect(await open(true)).toMatchObject({ "a.bin": content, "b.txt": "plain" });
  });
  test("leaves the pointers when it is off", async () => {
    expect(await open(false)).toMatchObject({ "a.bin": pointer });
  });

  const closing: { close: () => unknown }[] = [];
  afterEach(() => {
    for (const each of closing.splice(0)) each.close();
  });
  const kept = { ".gitattributes": attributes, "a.bin": pointer };

  /** Another server on this machine, which writes down who asks it. */
  async function aNeighbour(answer: { status: number; location?: string } = { status: 200 }) {
    const asked: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      asked.push(request);
      response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end(content);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    closing.push(server);
    const address = server.address();
    const endpoint = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    return { asked, endpoint, url: `http://${endpoint}/object` };
  }
  async function filesThrough(hrefOf: string, inside: readonly string[] = []) {
    const sha = project.push("pointed", { ...kept, n: String(Math.random()) });
    const server = await aForgeWithLfs("t0ken-for-lfs", { hrefOf });
    const url = server.url("pointed");
    closing.push(server);
    const settings: GitSettings = {
      url,
      auth: { kind: "token", user: null, token: "t0ken-for-lfs" },
      knownHost: null,
      submodules: false,
      lfs: true,
      scope: `src_${sha}`,
      inside: [URL.parse(url)?.host ?? "", ...inside],
      allowHttp: true,
    };
    const sources = createGitSources({ stateDirectory: project.state, environment: process.env });
    closing.push(sources);
    const { openTree } = await sources.fetch(settings, { ref: "main", commit: null, signal });
    return filesIn((await openTree(".")).openTar());
  }

  test("a forge that names an address inside for a file leads nobody there", async () => {
    const neighbour = await aNeighbour();
    await expect(filesThrough(neighbour.url)).rejects.toMatchObject({ reason: "address-refused", evidence: [] });
    expect(neighbour.asked).toEqual([]);
  });

  test("nor does a redirect of where the file lies", async () => {
    const neighbour = await aNeighbour();
    const store = await aNeighbour({ status: 302, location: neighbour.url });
    await expect(filesThrough(store.url, [store.endpoint])).rejects.toMatchObject({ reason: "address-refused" });
    expect(neighbour.asked).toEqual([]);
  });

  test("a file that lies at another host is had without the token", async () => {
    const store = await aNeighbour();
    expect(await filesThrough(store.url, [store.endpoint])).toMatchObject({ "a.bin": content });
    expect(store.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test("over ssh the forge says where its files are, and signs in there", async (context) => {
    needsProgram(context, "ssh");
    const forge = await aForgeWithLfs("t0ken-for-lfs");
    const key = await ensureDeployKey(project.state, "src_lfs");
    const login = { authorization: `Basic ${btoa("lfs:t0ken-for-lfs")}` };
    const lfs = { href: `${forge.url("large")}/info/lfs`, header: login };
    const server = await startGitSshServer({ repositories: project.repositories, publicKey: key.publicKey, lfs });
    closing.push(forge, server);
    project.push("large", kept);
    const settings: GitSettings = {
      url: server.url("large"),
      auth: { kind: "deploy-key", privateKeyFile: key.privateKeyFile },
      knownHost: `127.0.0.1 ${server.hostKey}`,
      submodules: false,
      lfs: true,
      scope: "src_lfs",
      inside: [`127.0.0.1:${server.port}`, URL.parse(forge.url("large"))?.host ?? ""],
      allowHttp: true,
    };
    const sources = createGitSources({ stateDirectory: project.state, environment: process.env });
    closing.push(sources);
    const { openTree } = await sources.fetch(settings, { ref: "main", commit: null, signal });
    expect(await filesIn((await openTree(".")).openTar())).toMatchObject({ "a.bin": content });
  });
});
