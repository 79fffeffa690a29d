import type http from "node:http";
import { createFakeHost, type FakeHost, type FakeHostOptions } from "../../engine/fake-host.ts";
import { archiveRoutes } from "./archives.ts";
import { containerRoutes } from "./containers.ts";
import { execRoutes } from "./execs.ts";
import { imageRoutes } from "./images.ts";
import { filterOf, networkRoutes } from "./networks.ts";
import { type Answer, type Call, createDockerState, type DockerState, Refusal, type Route } from "./state.ts";
import { volumeRoutes } from "./volumes.ts";

/** What goes wrong with one call. `unheard`: it is done, and the connection breaks before the answer. `silent`: nothing ever comes. */
export type CallFault = { refuse: number; message: string } | "unheard" | "silent";

export type FakeDocker = {
  state: DockerState;
  /** Asked before each call; what it answers happens instead. */
  faultOf: (call: Call) => CallFault | undefined;
  /** Told of each call before it is answered. */
  onCall: (call: Call) => void;
  /** What is said in place of the bytes of an answer. */
  garble: (bytes: Buffer) => Buffer;
  /** Called when a build session is asked for. `silence`: it is never answered. */
  onSession: () => "answer" | "silence";
  /** A connection to it of its own, as every runner has one. */
  connect: (options?: Pick<FakeHostOptions, "listeners" | "deadlines">) => Promise<FakeHost>;
};

const systemRoutes: readonly Route[] = [
  [
    "GET",
    /^\/info$/,
    () => ({
      status: 200,
      body: {
        NCPU: 2,
        MemTotal: 2 ** 32,
        ServerVersion: "24.0.0",
        OperatingSystem: "Debian",
        Architecture: "x86_64",
        SystemTime: new Date().toISOString(),
      },
    }),
  ],
  [
    "GET",
    /^\/events$/,
    (state, { query }) => {
      const [id] = filterOf(query, "container");
      const deaths = state.containers.find((each) => each.id === id)?.deaths ?? [];
      const lines = deaths.map((code) => ({
        Action: "die",
        Actor: { ID: id, Attributes: { exitCode: String(code) } },
      }));
      return {
        status: 200,
        lines: (async function* () {
          yield* lines;
        })(),
      };
    },
  ],
];
const routes = [
  ...networkRoutes,
  ...archiveRoutes,
  ...containerRoutes,
  ...execRoutes,
  ...imageRoutes,
  ...volumeRoutes,
  ...systemRoutes,
];

const switched = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";

/** A daemon in memory that keeps Docker's laws of names: what the real driver and the real proxy do is tried against it in milliseconds. */
export function createFakeDocker(): FakeDocker {
  const docker: FakeDocker = {
    state: createDockerState(),
    faultOf: () => undefined,
    onCall: () => undefined,
    garble: (bytes) => bytes,
    onSession: () => "answer",
    connect: (options = {}) =>
      createFakeHost({
        apiVersion: "1.43",
        docker: (request, response) => void answer(docker, request, response),
        upgrade: (_request, stream) => {
          if (docker.onSession() === "answer") stream.write(switched);
        },
        ...options,
      }),
  };
  return docker;
}

async function answer(docker: FakeDocker, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const call = await readCall(request).catch(() => undefined);
  // The other side has gone in the middle of its question.
  if (!call) return;
  const saying = { response, garble: docker.garble };
  docker.onCall(call);
  const fault = docker.faultOf(call);
  if (fault === "silent") return;
  if (typeof fault === "object") return say(saying, { status: fault.refuse, body: { message: fault.message } });
  const given = await handle(docker.state, call);
  if (fault === "unheard") return void response.socket?.destroy();
  await say(saying, given);
}

async function handle(state: DockerState, call: Call): Promise<Answer> {
  try {
    for (const [method, path, handler] of routes) {
      const match = method === call.method && call.path.match(path);
      if (match) return await handler(state, call, match.slice(1));
    }
    throw new Refusal(404, `page not found: ${call.method} ${call.path}`);
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 500;
    return { status, body: { message: error instanceof Error ? error.message : String(error) } };
  }
}

async function readCall(request: http.IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? "/", "http://docker");
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const text = bytes.toString("utf8");
  const isJson = request.headers["content-type"] === "application/json" && text !== "";
  return {
    method: request.method ?? "GET",
    path: decodeURIComponent(url.pathname.replace(/^\/v\d+\.\d+/, "")),
    query: url.searchParams,
    body: isJson ? JSON.parse(text) : undefined,
    bytes,
  };
}

type Saying = { response: http.ServerResponse; garble: FakeDocker["garble"] };

async function say({ response, garble }: Saying, { status, body, lines, bytes: raw, isOpen }: Answer): Promise<void> {
  const bytes = (value: unknown, end = "") => garble(Buffer.from(`${JSON.stringify(value)}${end}`));
  response.writeHead(status, { "content-type": "application/json" });
  if (raw) return void (isOpen ? response.write(garble(raw)) : response.end(garble(raw)));
  if (!lines) return void response.end(body === undefined ? undefined : bytes(body));
  response.flushHeaders();
  for await (const line of lines) response.write(bytes(line, "\n"));
  response.end();
}
