import { once } from "node:events";
import { createServer as createHttp, request, type Server } from "node:http";
import { connect, createServer, type Server as TcpServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createDoor, type Passage } from "./door.ts";
import type { Resolve } from "./find-way.ts";

const opened: (Server | TcpServer | { close: () => void })[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

async function listening<S extends Server | TcpServer>(server: S): Promise<number> {
  server.listen(0, "127.0.0.1");
  opened.push(server);
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
const onLoopback: Resolve = async () => [{ address: "127.0.0.1", family: 4 }];
async function aPassage(inside: string[], environment: Record<string, string> = {}): Promise<Passage> {
  const door = createDoor({ resolve: onLoopback, environment });
  opened.push(door);
  return door.open({ inside, policy: undefined, own: new Set() });
}

/** What a program is told that asks the door for a way. */
function ask(proxyUrl: string, endpoint: string): Promise<number> {
  const { hostname: host, port, username, password } = new URL(proxyUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const headers = { "Proxy-Authorization": authorization };
  return new Promise((resolve, reject) => {
    const asking = request({ host, port, method: "CONNECT", path: endpoint, headers, agent: false });
    asking.on("connect", (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    asking.on("response", ({ statusCode }) => resolve(statusCode ?? 0));
    asking.on("error", reject).end();
  });
}

test("another program of the machine gets no passage", async () => {
  const port = await listening(createServer());
  const { proxyUrl } = await aPassage([`forge.lan:${port}`]);
  expect(await ask(proxyUrl, `forge.lan:${port}`)).toBe(200);
  expect(await ask(proxyUrl.replace(/:[0-9a-f]{48}@/, `:${"0".repeat(48)}@`), `forge.lan:${port}`)).toBe(407);
});

test("a passage reaches its own endpoints inside and not those of another", async () => {
  const port = await listening(createServer());
  const { proxyUrl, trouble } = await aPassage(["forge.lan:22"]);
  expect(await ask(proxyUrl, `forge.lan:${port}`)).toBe(403);
  expect(trouble()).toMatchObject({ kind: "out-of-reach", error: { why: "inside" } });
});

test("what listens on this machine's own addresses is inside, whatever their numbers", async () => {
  const door = createDoor({ resolve: async () => [{ address: "93.184.216.34", family: 4 }], environment: {} });
  opened.push(door);
  const { proxyUrl } = await door.open({ inside: [], policy: undefined, own: new Set(["93.184.216.34"]) });
  expect(await ask(proxyUrl, "forge.test:443")).toBe(403);
});

test("a program that left before its way was found leaves no connection behind", async () => {
  const { promise: ended, resolve: tellEnded } = Promise.withResolvers<void>();
  const port = await listening(createServer((socket) => socket.on("close", () => tellEnded()).resume()));
  const { promise: named, resolve: name } = Promise.withResolvers<void>();
  const { promise: asked, resolve: tellAsked } = Promise.withResolvers<void>();
  const door = createDoor({
    environment: {},
    resolve: async () => {
      tellAsked();
      await named;
      return [{ address: "127.0.0.1", family: 4 }];
    },
  });
  opened.push(door);
  const { proxyUrl } = await door.open({ inside: [`forge.lan:${port}`], policy: undefined, own: new Set() });
  const { port: at, username, password } = new URL(proxyUrl);
  const login = Buffer.from(`${username}:${password}`).toString("base64");
  const client = connect(Number(at), "127.0.0.1");
  client.write(`CONNECT forge.lan:${port} HTTP/1.1\r\nProxy-Authorization: Basic ${login}\r\n\r\n`);
  await asked;
  client.resetAndDestroy();
  await once(client, "close");
  // The door hears of it in a turn of its own, before the name is known.
  await new Promise((done) => setImmediate(() => setImmediate(done)));
  name();
  await ended;
});

test("a closed port is told to whoever may reach it", async () => {
  const closed = createServer();
  const port = await listening(closed);
  await new Promise((done) => closed.close(done));
  const { proxyUrl, trouble } = await aPassage([`forge.lan:${port}`]);
  expect(await ask(proxyUrl, `forge.lan:${port}`)).toBe(502);
  expect(trouble()).toMatchObject({ kind: "unreachable", detail: expect.stringContaining("ECONNREFUSED") });
});

test("behind an outbound proxy the way leads through it, with its login, and inner addresses are refused before", async () => {
  const port = await listening(createServer((socket) => socket.end("hello")));
  const asked: (string | undefined)[] = [];
  const upstream = createHttp();
  upstream.on("connect", (call, client) => {
    asked.push(call.url, call.headers["proxy-authorization"]);
    const way = connect(port, "127.0.0.1");
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    way.pipe(client).pipe(way);
  });
  const at = await listening(upstream);
  const environment = { https_proxy: `http://me:secret@127.0.0.1:${at}`, no_proxy: "direct.lan" };
  const { proxyUrl } = await aPassage(["forge.lan:443"], environment);
  expect(await ask(proxyUrl, "forge.lan:443")).toBe(200);
  expect(asked).toEqual(["forge.lan:443", `Basic ${btoa("me:secret")}`]);
  expect(await ask(proxyUrl, "other.lan:443")).toBe(403);
  expect(asked).toHaveLength(2);
});

test("a login with other characters than a name has opens nothing and ends nothing", async () => {
  const port = await listening(createServer());
  const { proxyUrl } = await aPassage([`forge.lan:${port}`]);
  const strange = Buffer.from(`fairlead:${"0".repeat(47)}\u00e9`, "latin1").toString("base64");
  const { port: at } = new URL(proxyUrl);
  const asking = request({
    port: at,
    method: "CONNECT",
    path: `forge.lan:${port}`,
    headers: { "Proxy-Authorization": `Basic ${strange}` },
  }).end();
  const [answer] = await once(asking, "connect");
  expect(answer.statusCode).toBe(407);
  expect(await ask(proxyUrl, `forge.lan:${port}`)).toBe(200);
});

test.each(["000", "099"])(
  "a forge that answers %s, which is no status, is told as one that does not answer",
  async (status) => {
    const forge = createServer((socket) => socket.end(`HTTP/1.1 ${status} Said\r\nContent-Length: 0\r\n\r\n`));
    const port = await listening(forge);
    const { proxyUrl } = await aPassage([`forge.lan:${port}`]);
    const { port: at, username, password } = new URL(proxyUrl);
    const login = Buffer.from(`${username}:${password}`).toString("base64");
    const headers = { "Proxy-Authorization": `Basic ${login}` };
    const asking = request({ port: at, path: `http://forge.lan:${port}/`, headers }).end();
    const [answer] = await once(asking, "response");
    expect(answer.statusCode).toBe(502);
  },
);
