import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Egress } from "../kit/deps.ts";

const identity = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@fairlead.test",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@fairlead.test",
};

/** git's own HTTP server over one real repository; asks for a password when it is given one. */
export async function aGitServer(given: { password?: string } = {}) {
  const root = mkdtempSync(join(tmpdir(), "fairlead-git-"));
  const run = (args: string[], input = "") =>
    execFileSync("git", args, { cwd: root, input, env: { ...process.env, ...identity }, encoding: "utf8" }).trim();
  run(["init", "--quiet", "--bare", "shop.git"]);
  const repository = ["-C", "shop.git"];
  /** A commit without files on a branch; git needs no working tree for that. */
  const commit = (branch: string, message: string) => {
    const tree = run([...repository, "mktree"]);
    const sha = run([...repository, "commit-tree", tree, "-m", message]);
    run([...repository, "update-ref", `refs/heads/${branch}`, sha]);
    return sha;
  };
  const server = createServer((request, response) => {
    const [, proof = ""] = (request.headers.authorization ?? "").split(" ");
    const isIn = given.password === undefined || atob(proof).endsWith(`:${given.password}`);
    if (isIn) answerByGit(root, { request, response });
    else response.writeHead(401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/shop.git`,
    commit,
    dispose: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function answerByGit(root: string, { request, response }: { request: IncomingMessage; response: ServerResponse }) {
  const url = new URL(request.url ?? "/", "http://git");
  const git = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  request.pipe(git.stdin);
  const parts: Buffer[] = [];
  git.stdout.on("data", (part: Buffer) => parts.push(part));
  git.on("close", () => {
    const answer = Buffer.concat(parts);
    const end = answer.indexOf("\r\n\r\n");
    const status = /^Status: (\d+)/m.exec(answer.subarray(0, end).toString())?.[1];
    response.writeHead(Number(status ?? 200)).end(answer.subarray(end + 4));
  });
}

/** The egress port without its judgement of addresses: tests ask a server on this machine. */
export const openEgress: Egress = async (url, { method, headers, body, timeoutMs }) => {
  const answer = await fetch(url, {
    method,
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
    ...(headers ? { headers } : {}),
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
};
