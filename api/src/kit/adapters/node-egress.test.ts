import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { createNodeEgress } from "./node-egress.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function aServer(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
const limits = { method: "GET", timeoutMs: 5_000, maxBytes: 1_000 };
const local = createNodeEgress({ allowedPrivateHosts: ["127.0.0.1"] });

test("an allowed host is asked and its answer comes back", async () => {
  const port = await aServer((_request, answer) => answer.writeHead(201, { "x-kind": "test" }).end("hello"));
  const answer = await local(`http://127.0.0.1:${port}/`, limits);
  expect([answer.status, answer.headers.get("x-kind"), new TextDecoder().decode(answer.bytes)]).toEqual([
    201,
    "test",
    "hello",
  ]);
});

test("an endless answer is cut at the byte limit", async () => {
  const port = await aServer((_request, answer) => {
    const timer = setInterval(() => answer.write("x".repeat(400)), 1);
    answer.on("close", () => clearInterval(timer));
  });
  expect((await local(`http://127.0.0.1:${port}/`, limits)).bytes.byteLength).toBe(1_000);
});

test("an answer that never comes ends with the time limit and says which host", async () => {
  const port = await aServer(() => {});
  await expect(local(`http://127.0.0.1:${port}/`, { ...limits, timeoutMs: 100 })).rejects.toMatchObject({
    code: "egress.unreachable",
  });
});

test("a redirect is not followed", async () => {
  const port = await aServer((_request, answer) => answer.writeHead(302, { location: "http://127.0.0.1:1/" }).end());
  expect((await local(`http://127.0.0.1:${port}/`, limits)).status).toBe(302);
});

test("one private address among the answers of a name is enough to refuse it", async () => {
  const egress = createNodeEgress({
    allowedPrivateHosts: [],
    resolve: async () => [
      { address: "93.184.216.34", family: 4 },
      { address: "10.0.0.1", family: 4 },
    ],
  });
  await expect(egress("https://rebind.example.com/", limits)).rejects.toMatchObject({ code: "egress.refused" });
});

test("a host that the operator allowed is not reached by an address that nobody but a member typed", async () => {
  const port = await aServer((_request, answer) => answer.end("hello"));
  const asking = local(`http://127.0.0.1:${port}/`, { ...limits, onlyPublic: true });
  await expect(asking).rejects.toMatchObject({ code: "egress.refused" });
});

test("a name that the operator allowed and that resolves to a cloud's metadata is refused", async () => {
  const egress = createNodeEgress({
    allowedPrivateHosts: ["forge.internal"],
    resolve: async () => [{ address: "169.254.169.254", family: 4 }],
  });
  await expect(egress("http://forge.internal/", limits)).rejects.toMatchObject({ code: "egress.refused" });
});

test("a name that is public when it is judged and private when it is used reaches nothing private", async () => {
  let asked = 0;
  const port = await aServer((_request, answer) => answer.end(String(++asked)));
  // The machine's own resolver leads this name to the server above; the answer that was judged lies elsewhere.
  const egress = createNodeEgress({
    allowedPrivateHosts: ["localhost"],
    resolve: async () => [{ address: "192.0.2.1", family: 4 }],
  });
  await expect(egress(`http://localhost:${port}/`, { ...limits, timeoutMs: 200 })).rejects.toMatchObject({
    code: "egress.unreachable",
  });
  expect(asked).toBe(0);
});

test("the address that was judged is the one that is asked, with one question to the resolver", async () => {
  const port = await aServer((_request, answer) => answer.end("hello"));
  let questions = 0;
  const egress = createNodeEgress({
    allowedPrivateHosts: ["forge.invalid"],
    resolve: async () => {
      questions++;
      return [{ address: "127.0.0.1", family: 4 }];
    },
  });
  expect((await egress(`http://forge.invalid:${port}/`, limits)).status).toBe(200);
  expect(questions).toBe(1);
});

test("a name that does not resolve is told like a host that does not answer", async () => {
  const egress = createNodeEgress({
    allowedPrivateHosts: [],
    resolve: async () => {
      throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { syscall: "getaddrinfo" });
    },
  });
  await expect(egress("https://gone.example.com/", limits)).rejects.toMatchObject({ code: "egress.unreachable" });
});
