import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createFakeHost } from "../engine/fake-host.ts";
import { openLocalDockerHost } from "../engine/local-docker-host.ts";

/** This machine with a Docker that says its version and no more, and somebody who would take any connection. */
async function aLocalHost() {
  const folder = mkdtempSync(join(tmpdir(), "dial-"));
  const dockerSocket = join(folder, "docker.sock");
  const docker = createHttpServer((_request, response) => {
    response.writeHead(200, { "api-version": "1.43" }).end("OK");
  }).listen(dockerSocket);
  let taken = 0;
  const anybody = createServer((socket) => {
    taken += 1;
    socket.destroy();
  }).listen(0);
  await Promise.all([once(docker, "listening"), once(anybody, "listening")]);
  const at = anybody.address();
  const host = await openLocalDockerHost({ dockerSocket });
  const close = async () => {
    await host.close();
    anybody.close();
    docker.closeAllConnections();
    docker.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { host, port: typeof at === "object" && at ? at.port : 0, close, taken: () => taken };
}

test.each(["", " "])("an empty address %j is nobody's, not this machine's", async (nowhere) => {
  const { host, port, close, taken } = await aLocalHost();
  try {
    await expect(host.dial({ host: nowhere, port })).rejects.toMatchObject({ name: "DialRefused", reason: "refused" });
    await expect(host.dial({ unix: nowhere })).rejects.toMatchObject({ name: "DialRefused" });
    expect(taken()).toBe(0);
  } finally {
    await close();
  }
});

test("the host in memory refuses the same, so that whoever is tried on it is held to it", async () => {
  const host = await createFakeHost({ docker: () => undefined, listeners: () => new PassThrough() });
  await expect(host.dial({ host: "", port: 80 })).rejects.toMatchObject({ name: "DialRefused" });
  await host.close();
});
