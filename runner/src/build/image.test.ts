import type http from "node:http";
import { expect, test } from "vitest";
import { createFakeHost } from "../engine/fake-host.ts";
import { pullImage } from "./image.ts";

const id = `sha256:${"a".repeat(64)}`;
const credentials = { username: "robot", password: "pa+ss/w?rd" };

/** Pulls an image and tells what Docker was sent. */
async function pull(image: string, given: typeof credentials | null) {
  const seen: Pick<http.IncomingMessage, "url" | "headers">[] = [];
  const host = await createFakeHost({
    docker: (request, response) => {
      seen.push({ url: request.url, headers: request.headers });
      request.resume();
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(request.method === "POST" ? '{"status":"Pulling"}\n' : JSON.stringify({ Id: id, RepoDigests: [] }));
    },
  });
  const signal = new AbortController().signal;
  const pulled = await pullImage(host, { image, credentials: given, onEvent: () => undefined, signal });
  return { pulled, seen, headers: seen.map(({ headers }) => headers["x-registry-auth"]) };
}

const opened = (header: string | string[] | undefined) =>
  JSON.parse(Buffer.from(String(header), "base64url").toString());

test("a registry's password goes in one header of the pull, byte for byte, with the address of the registry it is for", async () => {
  const { pulled, seen, headers } = await pull("ghcr.io/acme/app:v1", credentials);
  expect(pulled.imageId).toBe(id);
  expect(opened(headers[0])).toEqual({ ...credentials, serveraddress: "ghcr.io" });
  expect(headers[0]).toMatch(/^[A-Za-z0-9_=-]+$/);
  expect(headers.slice(1)).toEqual([undefined]);
  for (const { url } of seen) expect(decodeURIComponent(String(url))).not.toContain(credentials.password);
});

test("without credentials nobody signs in", async () => {
  const { seen, headers } = await pull("ghcr.io/acme/app", null);
  expect(headers).toEqual([undefined, undefined]);
  expect(seen[0]?.url).toContain("tag=latest");
});
