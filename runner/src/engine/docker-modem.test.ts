import type http from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { createFakeHost, type FakeHost } from "./fake-host.ts";

const hosts: FakeHost[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});
async function aServer(docker: http.RequestListener) {
  const host = await createFakeHost({ docker });
  hosts.push(host);
  return host.docker;
}

describe("a plain answer of a daemon", () => {
  test("that is cut off ends the call", async () => {
    const docker = await aServer((_request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('[{"Id":', () => response.destroy());
    });
    await expect(docker.listContainers()).rejects.toThrow();
  });

  test("that never ends is given up before it fills the memory", async () => {
    const piece = Buffer.alloc(1_048_576, 0x20);
    // Ends in the end, so that a client that takes all of it is told from one that gave up.
    let left = 64;
    const docker = await aServer((_request, response) => {
      const more = () => {
        if (left-- === 0) response.end("[]");
        else if (left >= 0 && !response.destroyed && response.write(piece)) setImmediate(more);
      };
      response.on("drain", more).on("error", () => undefined);
      more();
    });
    await expect(docker.listContainers()).rejects.toThrow("more than");
  });

  test.each([
    [{ message: "no such container" }, "no such container"],
    [{ message: { toString: 1 } }, "it gave no reason"],
    [{ error: [[[]]], message: "" }, "it gave no reason"],
    [[], "it gave no reason"],
    [null, "null"],
  ])("refuses with %j in words", async (body, words) => {
    const docker = await aServer((_request, response) => {
      response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
    const error = await docker.info().catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify({ said: String(error) })).toContain(words);
    expect(error).toMatchObject({ statusCode: 500 });
  });

  test("may hold nothing, or what is no JSON", async () => {
    const docker = await aServer((request, response) => {
      if (request.method === "POST") response.writeHead(204).end();
      else response.writeHead(200).end("frames");
    });
    await expect(docker.getContainer("x").start()).resolves.toBeDefined();
    expect(String(await docker.getContainer("x").logs({ stdout: true, follow: false }))).toBe("frames");
  });
});
