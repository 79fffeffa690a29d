import { createServer, type IncomingMessage } from "node:http";
import { afterEach, expect, test } from "vitest";
import { exchange } from "./exchange.ts";
import { systemResolve } from "./find-way.ts";

const closing: { close: () => unknown }[] = [];
afterEach(() => {
  for (const each of closing.splice(0)) each.close();
});

async function aServer(location?: (own: string) => string) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const isFirst = asked.length === 1;
    if (location && isFirst) response.writeHead(302, { location: location(endpoint) }).end();
    else response.end("bytes");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(server);
  const address = server.address();
  const endpoint = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return { asked, endpoint, signIns: () => asked.map(({ headers }) => headers.authorization) };
}
const ask = (endpoint: string, { allowHttp = true } = {}) =>
  exchange(
    {
      url: `http://${endpoint}/file`,
      method: "GET",
      headers: { authorization: "Basic s3cret", accept: "*/*" },
      signal: AbortSignal.timeout(10_000),
    },
    {
      reach: { inside: null, policy: undefined, own: new Set() },
      resolve: systemResolve,
      environment: {},
      timeoutMs: 5_000,
      allowHttp,
      authorities: [],
    },
  );

test("what signs in goes along to the same origin and never to another origin", async () => {
  const other = await aServer();
  const leaving = await aServer(() => `http://${other.endpoint}/file`);
  (await ask(leaving.endpoint)).destroy();
  expect([leaving.signIns(), other.signIns()]).toEqual([["Basic s3cret"], [undefined]]);
  const staying = await aServer(() => "/elsewhere");
  (await ask(staying.endpoint)).destroy();
  expect(staying.signIns()).toEqual(["Basic s3cret", "Basic s3cret"]);
});

test("plain http is asked only where the operator allows it", async () => {
  const server = await aServer();
  await expect(ask(server.endpoint, { allowHttp: false })).rejects.toThrow("http: is not allowed");
  expect(server.asked).toEqual([]);
});
