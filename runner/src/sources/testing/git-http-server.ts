import { spawn } from "node:child_process";
import http from "node:http";
import { createGunzip } from "node:zlib";

export type GitHttpServer = {
  url: (name: string) => string;
  requests: http.IncomingMessage[];
  close: () => Promise<void>;
};
type Options = {
  repositories: string;
  /** When set, requests must carry it as the basic auth password. */
  token?: string;
  /** Answers instead of git when it returns true. */
  intercept?: (request: http.IncomingMessage, response: http.ServerResponse) => boolean;
};

/** A forge's smart-HTTP door on loopback: git's own `http-backend` behind basic auth. */
export async function startGitHttpServer({ repositories, token, intercept }: Options): Promise<GitHttpServer> {
  const requests: http.IncomingMessage[] = [];
  const server = http.createServer((request, response) => {
    requests.push(request);
    if (intercept?.(request, response)) return;
    if (token !== undefined && passwordOf(request) !== token) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
      return;
    }
    serve(request, { response, repositories });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    requests,
    url: (name) => `http://127.0.0.1:${port}/${name}.git`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const passwordOf = ({ headers }: http.IncomingMessage) =>
  Buffer.from((headers.authorization ?? "").replace(/^Basic /, ""), "base64")
    .toString()
    .split(":")
    .slice(1)
    .join(":");

function serve(
  request: http.IncomingMessage,
  { response, repositories }: { response: http.ServerResponse; repositories: string },
) {
  const url = new URL(request.url ?? "/", "http://forge");
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: repositories,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const body = request.headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request;
  body.pipe(child.stdin).on("error", () => undefined);
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on("data", (chunk: Buffer) => {
    if (head === undefined) return response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) return;
    writeHead(response, head.toString("latin1", 0, end));
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.stdout.on("end", () => response.end());
}

function writeHead(response: http.ServerResponse, text: string) {
  let status = 200;
  for (const line of text.split("\r\n")) {
    const [name = "", ...value] = line.split(": ");
    if (name.toLowerCase() === "status") status = Number.parseInt(value[0] ?? "", 10);
    else response.setHeader(name, value.join(": "));
  }
  response.writeHead(status);
}
