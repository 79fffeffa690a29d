import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import * as v from "valibot";
import { type Exchanging, exchange } from "../reach/exchange.ts";
import { OutOfReach } from "../reach/find-way.ts";

/** Where the large files of a repository are told, and what signs in there. */
export type LfsEndpoint = { url: string; headers: Readonly<Record<string, string>> };
export type LfsCounter = {
  endpoint: () => Promise<LfsEndpoint>;
  exchanging: () => Promise<Exchanging>;
  refused: (error: OutOfReach) => void;
};

/**
 * A loopback server that git-lfs takes for the forge. What it asks goes on by the same rule as git itself: git-lfs connects past any proxy
 * to loopback, and to whatever address the forge's answers name. It gets neither credentials nor addresses.
 */
export type LfsDesk = { open: (counter: LfsCounter) => Promise<string>; close: () => void };

type Open = LfsCounter & { downloads: LfsEndpoint[] };

const maxBodyBytes = 8 * 1_048_576;
/** Repositories whose trees are still read; older ones have long ended. */
const maxOpen = 1_024;

export function createLfsDesk(): LfsDesk {
  const opened = new Map<string, Open>();
  let listening: Promise<{ server: Server; port: number }> | undefined;
  const start = async () => {
    const server = createServer((request, response) => {
      const ended = new AbortController();
      response.on("close", () => ended.abort());
      serve(opened, { request, response, signal: ended.signal }).catch((error) => refuse(response, error));
    });
    server.unref();
    await new Promise<void>((done, fail) => server.once("error", fail).listen(0, "127.0.0.1", done));
    const address = server.address();
    return { server, port: typeof address === "object" && address ? address.port : 0 };
  };
  return {
    open: async (counter) => {
      listening ??= start();
      const { port } = await listening;
      const ticket = randomBytes(24).toString("hex");
      opened.set(ticket, { ...counter, downloads: [] });
      const [oldest] = opened.keys();
      if (opened.size > maxOpen && oldest !== undefined) opened.delete(oldest);
      return `http://127.0.0.1:${port}/${ticket}`;
    },
    close: () => {
      void listening?.then(({ server }) => {
        server.closeAllConnections();
        server.close();
      });
    },
  };
}

type Call = { request: IncomingMessage; response: ServerResponse; signal: AbortSignal };

async function serve(opened: ReadonlyMap<string, Open>, call: Call): Promise<void> {
  const [, ticket = "", ...rest] = (call.request.url ?? "").split("/");
  const counter = opened.get(ticket);
  const path = rest.join("/");
  if (!counter) return void call.response.writeHead(404).end();
  try {
    if (call.request.method === "POST" && path === "objects/batch") return await tellObjects(counter, call);
    const download = path.startsWith("download/") ? counter.downloads[Number(path.slice(9))] : undefined;
    if (call.request.method === "GET" && download) return await handOver(counter, download, call);
    call.response.writeHead(404).end();
  } catch (error) {
    if (error instanceof OutOfReach) counter.refused(error);
    throw error;
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  // 403 is final to git-lfs; anything else may pass.
  const status = error instanceof OutOfReach ? 403 : 502;
  const message = error instanceof OutOfReach ? "not reached from here" : String(error);
  response.writeHead(status, { "content-type": lfsJson }).end(JSON.stringify({ message: message.slice(0, 300) }));
}

const lfsJson = "application/vnd.git-lfs+json";
const Action = v.object({ href: v.string(), header: v.nullish(v.record(v.string(), v.string())) });
const Batch = v.object({
  objects: v.pipe(
    v.array(
      v.object({
        oid: v.string(),
        size: v.number(),
        authenticated: v.optional(v.boolean()),
        actions: v.nullish(v.object({ download: v.optional(Action) })),
        error: v.optional(v.object({ code: v.number(), message: v.string() })),
      }),
    ),
    v.maxLength(10_000),
  ),
});

async function tellObjects(counter: Open, { request, response, signal }: Call): Promise<void> {
  const endpoint = await counter.endpoint();
  const headers = { accept: lfsJson, "content-type": lfsJson, ...endpoint.headers };
  const body = (await readUpTo(request)).toString("utf8");
  const question = { url: `${endpoint.url}/objects/batch`, method: "POST" as const, headers, body, signal };
  const answer = await exchange(question, await counter.exchanging());
  const status = answer.statusCode ?? 502;
  const bytes = await readUpTo(answer);
  // A forge that asks for a sign-in would be answered by nobody: all that is had was sent.
  if (status !== 200)
    return void response.writeHead(status === 401 ? 403 : status, { "content-type": lfsJson }).end(bytes);
  const { objects } = v.parse(Batch, JSON.parse(bytes.toString("utf8")));
  const own = request.headers.host ?? "";
  const base = `http://${own}/${(request.url ?? "").split("/")[1]}/download`;
  const told = objects.map(({ oid, size, error, actions, authenticated }) => {
    const download = actions?.download;
    if (!download) return { oid, size, ...(error ? { error } : {}) };
    const isOurs = authenticated !== true && URL.parse(download.href)?.origin === new URL(endpoint.url).origin;
    const signIn = { ...(isOurs ? endpoint.headers : {}), ...download.header };
    const at = counter.downloads.push({ url: download.href, headers: signIn }) - 1;
    return { oid, size, authenticated: true, actions: { download: { href: `${base}/${at}` } } };
  });
  response.writeHead(200, { "content-type": lfsJson }).end(JSON.stringify({ transfer: "basic", objects: told }));
}

async function handOver(
  counter: Open,
  { url, headers }: LfsEndpoint,
  { request, response, signal }: Call,
): Promise<void> {
  const { range } = request.headers;
  const question = { url, method: "GET" as const, headers: range ? { ...headers, range } : headers, signal };
  const answer = await exchange(question, await counter.exchanging());
  const { "content-length": length, "content-range": part } = answer.headers;
  response.writeHead(answer.statusCode ?? 502, {
    ...(length === undefined ? {} : { "content-length": length }),
    ...(part === undefined ? {} : { "content-range": part }),
  });
  await pipeline(answer, response);
}

async function readUpTo(from: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of from) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error("the answer is too long");
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}
