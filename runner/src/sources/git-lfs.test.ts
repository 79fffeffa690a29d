import { createHash } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { needsProgram } from "../testing/needs-program.ts";
import { createGitSources } from "./git-sources.ts";
import { filesIn } from "./testing/files-in.ts";
import { startGitHttpServer } from "./testing/git-http-server.ts";
import { createGitProject } from "./testing/git-project.ts";

const project = createGitProject();
afterAll(() => project.remove());

const content = "the real bytes of a large file\n";
const oid = createHash("sha256").update(content).digest("hex");
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`;
const attributes = "*.bin filter=lfs diff=lfs merge=lfs -text\n";

/** A forge with git and with LFS's two doors behind the same token. `.lfsconfig` in the repository points elsewhere, on purpose. */
async function aForgeWithLfs(token: string) {
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
        const href = `${server.url("large")}/object`;
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
});
