import { afterEach, describe, expect, test } from "vitest";
import { DialRefused, HostFault } from "./host-fault.ts";
import { connectSsh, type SshConnection } from "./ssh-connection.ts";
import { acceptStreamLocal, quickTimings, type Script, startScriptedServer } from "./testing/ssh-server.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
const connect = async (script: Script) => {
  const server = await startScriptedServer(script);
  const connection = await connectSsh(server.target(), { timings: quickTimings });
  closers.push(() => connection.close(), server.close);
  return { server, connection };
};
const lost = (connection: SshConnection) => new Promise<HostFault>((resolve) => connection.onLost(resolve));

describe("channels", () => {
  test("carry bytes both ways to a socket on the server", async () => {
    const { connection } = await connect({
      onReady: (client) =>
        acceptStreamLocal(client, (path, channel) => channel.on("data", (data) => channel.write(`${path} ${data}`))),
    });
    const stream = await connection.openUnix("/var/run/docker.sock");
    stream.write("hello");
    const [answer] = await new Promise<Buffer[]>((resolve) => stream.once("data", (data) => resolve([data])));
    expect(answer?.toString()).toBe("/var/run/docker.sock hello");
    stream.destroy();
  });

  test("to an address where nobody listens are refused, and the connection stays", async () => {
    const { connection } = await connect({ onReady: (client) => client.on("tcpip", (_accept, reject) => reject()) });
    const refusal = await connection.openTcp({ host: "10.0.0.9", port: 80 }).catch((error) => error);
    expect(refusal).toBeInstanceOf(HostFault);
    expect(refusal).toMatchObject({
      reason: "forwarding-refused",
      nextAction: expect.stringContaining("AllowTcpForwarding"),
    });
    expect(connection.lost).toBeUndefined();
  });

  test("that never open end in time and are closed if they open later", async () => {
    let accept = (): unknown => undefined;
    const { connection } = await connect({
      onReady: (client) =>
        client.on("tcpip", (acceptChannel) => {
          accept = acceptChannel;
        }),
    });
    const refusal = await connection.openTcp({ host: "10.0.0.9", port: 80 }).catch((error) => error);
    expect(refusal).toBeInstanceOf(DialRefused);
    expect(refusal).toMatchObject({ reason: "timeout" });
    const late = accept();
    await new Promise<void>((resolve) => {
      if (late instanceof Object && "once" in late && typeof late.once === "function")
        late.once("close", () => resolve());
    });
  });
});

describe("losing the server", () => {
  test("ends open channels, tells the listener, and refuses new ones with the same fault", async () => {
    const { server, connection } = await connect({ onReady: (client) => acceptStreamLocal(client, () => undefined) });
    const stream = await connection.openUnix("/x");
    const closed = new Promise<void>((resolve) => stream.once("close", () => resolve()));
    const told = lost(connection);
    server.connections[0]?.end();
    await closed;
    expect(await told).toMatchObject({ reason: "lost", mayPass: true });
    await expect(connection.openUnix("/x")).rejects.toBe(connection.lost);
  });

  test("without a word is noticed by the keepalive", async () => {
    const { server, connection } = await connect({});
    const told = lost(connection);
    server.freeze();
    expect(await told).toMatchObject({ reason: "lost", evidence: ["Keepalive timeout"] });
  });

  test("while a channel opens fails that opening", async () => {
    const { server, connection } = await connect({ onReady: (client) => client.on("tcpip", () => client.end()) });
    const failure = await connection.openTcp({ host: "10.0.0.9", port: 80 }).catch((error) => error);
    expect(failure).toMatchObject({ reason: "lost" });
    expect(server.connections.length).toBe(1);
  });

  test("on purpose is not reported as a loss", async () => {
    const { connection } = await connect({});
    let isTold = false;
    connection.onLost(() => {
      isTold = true;
    });
    await connection.close();
    await expect(connection.openUnix("/x")).rejects.toMatchObject({ reason: "lost" });
    expect(isTold).toBe(false);
  });
});
