// Smart-HTTP git server, a process of its own: git-http-server.ts REPOSITORIES ADDRESS CERTIFICATE KEY
// Serves the same repositories over http and https, and where their branches stand as the four forges' APIs tell it.
// Each repository's `lab-access.json` says who may read and write it.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join, normalize } from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { gitPorts } from "../ports.ts";
import { findHead, type Question, readQuestion, tokenOf } from "./forge-api.ts";

const [repositories = "", address = "", certificateFile = "", keyFile = ""] = process.argv.slice(2);

interface Access {
  token: string;
  isPublic: boolean;
}

function handle(request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://git");
  const question = readQuestion(url);
  const access = readAccess(question === undefined ? url.pathname : `/${question.repository}.git/`);
  const isWrite = url.pathname.endsWith("/git-receive-pack") || url.searchParams.get("service") === "git-receive-pack";
  const isAllowed = access !== undefined && ((access.isPublic && !isWrite) || tokenOf(request) === access.token);
  // Forges answer alike for a repository that does not exist and one you may not see.
  if (!isAllowed) answerText(response, { status: 401, text: "authentication required" });
  else if (question === undefined) answerByGit(url, { request, response });
  else void answerQuestion(question, response);
}

function answerText(response: http.ServerResponse, { status, text }: { status: number; text: string }): void {
  response.writeHead(status, { "www-authenticate": 'Basic realm="git"' }).end(`${text}\n`);
}

async function answerQuestion(question: Question, response: http.ServerResponse): Promise<void> {
  const commit = await findHead(repositories, question);
  const body = commit === undefined ? { message: "Not Found" } : question.answer(commit);
  response.writeHead(commit === undefined ? 404 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function readAccess(path: string): Access | undefined {
  const name = /^\/(.+?\.git)\//.exec(normalize(path))?.[1];
  if (name === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(join(repositories, name, "lab-access.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/** git brings its own HTTP server as a CGI program. */
function answerByGit(
  url: URL,
  { request, response }: { request: http.IncomingMessage; response: http.ServerResponse },
) {
  const git = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: repositories,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      GIT_PROTOCOL: [request.headers["git-protocol"] ?? ""].flat().join(":"),
      REMOTE_USER: "git",
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const isZipped = request.headers["content-encoding"] === "gzip";
  const body: Readable = isZipped ? request.pipe(createGunzip()) : request;
  body.pipe(git.stdin).on("error", () => undefined);
  sendCgiAnswer(git.stdout, response);
  response.on("close", () => git.kill());
}

/** A CGI program prints headers, an empty line and the body; a header `Status` stands for the status line. */
function sendCgiAnswer(output: Readable, response: http.ServerResponse): void {
  let head: Buffer = Buffer.alloc(0);
  output.on("data", (chunk: Buffer) => {
    if (response.headersSent) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    const lines = head.subarray(0, end).toString().split("\r\n");
    const headers = new Headers(
      lines.map((line): [string, string] => [line.split(":")[0] ?? "", line.replace(/^[^:]*:\s*/, "")]),
    );
    const status = Number.parseInt(headers.get("status") ?? "200", 10);
    headers.delete("status");
    response.writeHead(status, Object.fromEntries(headers));
    response.write(head.subarray(end + 4));
  });
  output.on("end", () => (response.headersSent ? response.end() : response.writeHead(500).end()));
}

const tls = { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
http.createServer(handle).listen(gitPorts.http, address, () => {
  // https last: it is the port that whoever starts this process waits for.
  https.createServer(tls, handle).listen(gitPorts.https, address);
});
