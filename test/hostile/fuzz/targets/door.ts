import { connect, createServer, type Server } from "node:net";
import type { Random } from "../../../../api/src/testing/random.ts";
import { createDoor } from "../../../../runner/src/reach/door.ts";
import { exchange } from "../../../../runner/src/reach/exchange.ts";
import { OutOfReach } from "../../../../runner/src/reach/find-way.ts";
import { createLfsDesk } from "../../../../runner/src/sources/lfs-desk.ts";
import { answerOf } from "../hostile-stream.ts";
import { aWord, inPieces, mutateBytes, mutateJson, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const lfsAnswer = {
  transfer: "basic",
  objects: [
    { oid: "a".repeat(64), size: 4, actions: { download: { href: "http://forge.lan/file", header: { a: "b" } } } },
    { oid: "b".repeat(64), size: 4, error: { code: 404, message: "gone" } },
  ],
};
const statuses = [200, 200, 200, 99, 0, 100, 101, 103, 204, 206, 301, 302, 307, 401, 416, 500, 999];
const locations = ["http://forge.lan/next", "//", "http://[::1", "http://169.254.169.254/", "../../x", "file:///etc/x"];

/** What the other end of a connection says: a forge, a large file store, a proxy. */
function aSaying(random: Random): Buffer {
  const status = random.pick(statuses) ?? 200;
  const headers: Record<string, string> = random.chance(0.3)
    ? { Location: random.pick(locations) ?? "" }
    : { "Content-Range": `bytes ${random.below(9)}-${random.below(9)}/x`, "X-Strange": "\u00e9\u00ff" };
  const body = JSON.stringify(random.chance(0.5) ? lfsAnswer : mutateJson(random, lfsAnswer)) ?? "";
  const said = answerOf({ status, headers, body });
  if (random.chance(0.1)) return someBytes(random, 300);
  const named = Buffer.from(said.toString("latin1").replace(/^HTTP\/1\.1 \d+/, `HTTP/1.1 ${padded(status)}`), "latin1");
  return random.chance(0.5) ? mutateBytes(random, named) : named;
}
const padded = (status: number) => String(status).padStart(3, "0");

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

/** Says the same to everybody who asks something, and hangs up. */
async function aTalker(said: Buffer) {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(said));
  });
  return { port: await listening(server), close: () => new Promise((done) => server.close(done)) };
}

/** Bytes to a loopback port, until that hangs up. */
const speak = (port: number, pieces: readonly Buffer[]) =>
  new Promise<void>((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined).on("close", () => done());
    for (const piece of pieces) socket.write(piece);
    socket.setTimeout(15, () => socket.destroy());
    socket.resume();
  });

const reachOf = (port: number) => ({ inside: [`forge.lan:${port}`], policy: undefined, own: new Set<string>() });
const resolve = async () => [{ address: "127.0.0.1", family: 4 }];

async function throughTheDoor(random: Random, port: number, environment: Record<string, string>): Promise<void> {
  const door = createDoor({ resolve, environment, connectTimeoutMs: 1_000 });
  try {
    const { proxyUrl } = await door.open(reachOf(port));
    const { port: at, username, password } = new URL(proxyUrl);
    const login = `Proxy-Authorization: Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const asked = random.chance(0.5)
      ? `CONNECT forge.lan:${port} HTTP/1.1\r\n${login}\r\n\r\nhello`
      : `GET http://forge.lan:${port}/x HTTP/1.1\r\nHost: forge.lan\r\n${login}\r\n\r\n`;
    const bytes = random.chance(0.5) ? mutateBytes(random, Buffer.from(asked)) : Buffer.from(asked);
    await speak(Number(at), inPieces(random, bytes));
  } finally {
    door.close();
  }
}

const exchangingTo = (port: number) => ({
  reach: reachOf(port),
  resolve,
  environment: {},
  timeoutMs: 1_000,
  allowHttp: true,
  authorities: [],
});

async function overTheDesk(random: Random, port: number): Promise<void> {
  const desk = createLfsDesk();
  try {
    const url = await desk.open({
      endpoint: async () => ({ url: `http://forge.lan:${port}`, headers: { authorization: "Basic x" } }),
      exchanging: async () => exchangingTo(port),
      refused: () => undefined,
    });
    const { port: at, pathname } = new URL(url);
    const body = JSON.stringify(mutateJson(random, { operation: "download", objects: [] })) ?? "";
    const asks = [
      `POST ${pathname}/objects/batch HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      `GET ${pathname}/download/${random.below(3)} HTTP/1.1\r\nHost: x\r\nRange: bytes=0-\r\n\r\n`,
    ];
    await speak(Number(at), [Buffer.from(asks[0] ?? "")]);
    const next = Buffer.from(random.pick(asks) ?? "");
    await speak(Number(at), inPieces(random, random.chance(0.3) ? mutateBytes(random, next) : next));
  } finally {
    desk.close();
  }
}

async function asQuestion(random: Random, port: number): Promise<void> {
  const url = random.chance(0.9) ? `http://forge.lan:${port}/x` : aWord(random);
  const question = { url, method: "GET" as const, headers: { accept: "x" }, signal: AbortSignal.timeout(2_000) };
  try {
    const answer = await exchange(question, exchangingTo(port));
    answer.on("error", () => undefined).destroy();
  } catch (error) {
    if (!(error instanceof OutOfReach)) throw error;
  }
}

/** Everything that git and git-lfs reach goes through here, both ways. */
export const door: Target = {
  name: "door",
  title: "what forges, large file stores, proxies and programs say to git's way out",
  reads: [
    "runner/src/reach/door.ts",
    "runner/src/reach/exchange.ts",
    "runner/src/reach/outbound-proxy.ts",
    "runner/src/sources/lfs-desk.ts",
  ],
  cases: 350,
  async tryOne(random) {
    const kind = random.pick(["door", "proxy", "desk", "question"] as const) ?? "door";
    const talker = await aTalker(aSaying(random));
    try {
      if (kind === "door") await throughTheDoor(random, talker.port, {});
      const proxy = `http://me:secret@127.0.0.1:${talker.port}`;
      if (kind === "proxy") await throughTheDoor(random, talker.port, { http_proxy: proxy, https_proxy: proxy });
      if (kind === "desk") await overTheDesk(random, talker.port);
      if (kind === "question") await asQuestion(random, talker.port);
      return kind;
    } finally {
      await talker.close();
    }
  },
};
