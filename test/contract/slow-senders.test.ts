import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "../../api/src/app.ts";
import { listen, type NodeServer } from "../../api/src/homes/node-server.ts";
import { type TestDeps, testDeps } from "../../api/src/testing/test-deps.ts";
import { freePort } from "../support/free-port.ts";

let deps: TestDeps;
let port: number;
let server: NodeServer;
beforeAll(async () => {
  deps = await testDeps();
  port = await freePort();
  const files = { uiFolder: "nowhere", runnerFile: "nowhere" };
  const senders = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 };
  server = await listen({ app: createApp(), deps, host: "127.0.0.1", port, clientIpHeader: null, senders, ...files });
});
afterAll(async () => {
  await server?.close();
  deps?.dispose();
});

test.each([
  ["the head of its request", "GET /api/v1/me HTTP/1.1\r\nHost: fairlead.test\r\nX-More: "],
  ["its body", "POST /api/auth/sign-in/email HTTP/1.1\r\nHost: fairlead.test\r\nContent-Length: 100\r\n\r\n{"],
])("whoever never ends %s is told so and gives its connection back", async (_, begun) => {
  const socket = connect(port, "127.0.0.1");
  socket.write(begun);
  expect(await text(socket)).toContain("408 Request Timeout");
});

test("a head without end is refused before it fills the memory", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.write(`GET /api/v1/me HTTP/1.1\r\nHost: fairlead.test\r\nX-More: ${"x".repeat(20_000)}`);
  expect(await text(socket)).toContain("431 Request Header Fields Too Large");
});
