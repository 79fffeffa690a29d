// Smart-HTTP git server, a process of its own: git-http-server.ts REPOSITORIES ADDRESS CERTIFICATE KEY
// Serves the same repositories over http and https. Each repository's `lab-access.json` says who may read and write it.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join, normalize } from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { gitPorts } from "../ports.ts";

const [repositories = "", address = "", certificateFile = "", keyFile = ""] = process.argv.slice(2);

interface Access {
  token: string;
  isPublic: boolean;
}

function handle(request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://git");
  const access = readAccess(url.pathname);
  const isWrite = url.pathname.endsWith("/git-receive-pack") || url.searchParams.get("service") === "git-receive-pack";
  const isAllowed = access !== undefined && ((access.isPublic && !isWrite) || passwordOf(request) === access.token);
  if (isAllowed) {
    answerByGit(url, { request, response });
    return;
  }
  // Forges answer alike for a repository that does not exist and one you may not see.
  response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end("authentication required\n");
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

/** Forges take a token as the password and accept any user name with it. */
function passwordOf(request: http.IncomingMessage): string | undefined {
  const [scheme, encoded] = (request.headers.authorization ?? "").split(" ");
  if (scheme !== "Basic" || encoded === undefined) return undefined;
  return Buffer.from(encoded, "base64").toString().split(":").slice(1).join(":");
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
