import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { post } from "./post.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serving(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/claim`;
}

const order = (signal = new AbortController().signal) =>
  ({ method: "POST", redirect: "error", headers: { "X-One": "1" }, body: "ä", signal }) as const;

const textOf = async (body: AsyncIterable<Uint8Array> | null) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

describe("a post to the control plane", () => {
  test("carries headers and body and brings the answer back", async () => {
    const url = await serving((request, response) => {
      response.writeHead(429, { "Retry-After": "7", "X-Seen": request.headers["x-one"] });
      request.pipe(response);
    });
    const answer = await post(url, order());
    expect(answer).toMatchObject({ status: 429, ok: false });
    expect(answer.headers.get("Retry-After")).toBe("7");
    expect(answer.headers.get("x-seen")).toBe("1");
    expect(answer.headers.get("x-other")).toBeNull();
    expect(await textOf(answer.body)).toBe("ä");
  });

  test("goes over a connection that is open already", async () => {
    const ports = new Set<number | undefined>();
    const url = await serving((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("{}");
    });
    for (let time = 0; time < 3; time++) await textOf((await post(url, order())).body);
    expect(ports.size).toBe(1);
  });

  test("does not follow a redirect: the credential is for one address only", async () => {
    const url = await serving((_, response) => response.writeHead(302, { Location: "http://127.0.0.1:1/" }).end());
    expect(await post(url, order())).toMatchObject({ status: 302, ok: false });
  });

  test("ends with the reason of its signal while nobody answers", async () => {
    const reason = new Error("the runner leaves");
    const abort = new AbortController();
    const url = await serving(() => abort.abort(reason));
    await expect(post(url, order(abort.signal))).rejects.toBe(reason);
  });

  test("ends with the reason of its signal in the middle of an answer", async () => {
    const reason = new Error("the runner leaves");
    const abort = new AbortController();
    const url = await serving((_, response) => void response.write("half of it"));
    const { body } = await post(url, order(abort.signal));
    abort.abort(reason);
    await expect(textOf(body)).rejects.toBe(reason);
  });

  test("fails when nobody listens", async () => {
    await expect(post("http://127.0.0.1:1/claim", order())).rejects.toThrow("ECONNREFUSED");
  });
});
