import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { afterEach, expect, test } from "vitest";
import { systemResolve } from "../reach/find-way.ts";
import { createLfsDesk } from "./lfs-desk.ts";

const closing: { close: () => unknown }[] = [];
afterEach(() => {
  for (const each of closing.splice(0)) each.close();
});

async function aServer(answer: RequestListener) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(server);
  const address = server.address();
  return { asked, endpoint: `127.0.0.1:${typeof address === "object" && address ? address.port : 0}` };
}

/** A forge whose one file lies at `href`, and the desk before it, which may reach `inside` besides the forge. */
async function aDesk(href: string, inside: readonly string[] = []) {
  const object = { oid: "a".repeat(64), size: 5, actions: { download: { href } } };
  const forge = await aServer((_request, response) => response.end(JSON.stringify({ objects: [object] })));
  const refused: unknown[] = [];
  const desk = createLfsDesk();
  closing.push(desk);
  const url = await desk.open({
    endpoint: async () => ({
      url: `http://${forge.endpoint}/a/b.git/info/lfs`,
      headers: { authorization: "Basic s3cret" },
    }),
    exchanging: async () => ({
      reach: { inside: [forge.endpoint, ...inside], policy: undefined, own: new Set() },
      resolve: systemResolve,
      environment: {},
      timeoutMs: 5_000,
      allowHttp: true,
      authorities: [],
    }),
    refused: (error) => refused.push(error),
  });
  const told = await fetch(`${url}/objects/batch`, { method: "POST", body: "{}" });
  const { objects } = await told.json();
  return { url, forge, refused, at: String(objects[0]?.actions.download.href) };
}

test("git-lfs is told an address of the desk, and neither where the file lies nor what signs in", async () => {
  const store = await aServer((_request, response) => response.end("bytes"));
  const { url, at, forge } = await aDesk(`http://${store.endpoint}/file`, [store.endpoint]);
  expect(at).toBe(`${url}/download/0`);
  expect(await (await fetch(at)).text()).toBe("bytes");
  expect([forge.asked, store.asked].map(([call]) => call?.headers.authorization)).toEqual(["Basic s3cret", undefined]);
});

test("a file that lies inside is not asked for", async () => {
  const store = await aServer((_request, response) => response.end("bytes"));
  const { at, refused } = await aDesk(`http://${store.endpoint}/file`);
  expect((await fetch(at)).status).toBe(403);
  expect(store.asked).toEqual([]);
  expect(refused).toMatchObject([{ why: "inside" }]);
});

test("a redirect takes no sign-in along, and leads nowhere inside", async () => {
  const store = await aServer((_request, response) => response.end("bytes"));
  const moved = await aServer((_request, response) =>
    response.writeHead(307, { location: `http://${store.endpoint}/` }).end(),
  );
  const { at } = await aDesk(`http://${moved.endpoint}/file`, [moved.endpoint]);
  expect((await fetch(at)).status).toBe(403);
  const allowed = await aDesk(`http://${moved.endpoint}/file`, [moved.endpoint, store.endpoint]);
  expect((await fetch(allowed.at)).status).toBe(200);
  expect(store.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

test("whoever has no ticket gets nothing", async () => {
  const { url, forge } = await aDesk("http://127.0.0.1:9/file");
  const stranger = url.replace(/[0-9a-f]{48}$/, "0".repeat(48));
  expect((await fetch(`${stranger}/objects/batch`, { method: "POST", body: "{}" })).status).toBe(404);
  expect(forge.asked).toHaveLength(1);
});
