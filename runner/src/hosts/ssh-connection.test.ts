import type { Duplex } from "node:stream";
import type { Connection } from "ssh2";
import { afterEach, describe, expect, test } from "vitest";
import { DialRefused, type HostFault } from "./host-fault.ts";
import { connectSsh, type SshConnection } from "./ssh-connection.ts";
import type { SshTimings } from "./ssh-open.ts";
import { acceptStreamLocal, patientTimings, type Script, startScriptedServer } from "./testing/ssh-server.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
const connect = async (script: Script, timings: Partial<SshTimings> = {}) => {
  const server = await startScriptedServer(script);
  const connection = await connectSsh(server.target(), { timings: { ...patientTimings, ...timings } });
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
    const stream = connection.unixStream("/var/run/docker.sock");
    stream.write("hello");
    const [answer] = await new Promise<Buffer[]>((resolve) => stream.once("data", (data) => resolve([data])));
    expect(answer?.toString()).toBe("/var/run/docker.sock hello");
    stream.destroy();
  });

  test("to an address where nobody listens are refused, and the connection stays", async () => {
    const { connection } = await connect({ onReady: (client) => client.on("tcpip", (_accept, reject) => reject()) });
    const refusal = await connection.tcpStream({ host: "10.0.0.9", port: 80 }).opened.catch((error) => error);
    expect(refusal).toBeInstanceOf(DialRefused);
    expect(refusal).toMatchObject({ reason: "refused" });
    expect(connection.lost).toBeUndefined();
  });

  test("that never open end in time and are closed if they open later", async () => {
    let accept = (): Duplex | undefined => undefined;
    const onReady = (client: Connection) =>
      client.on("tcpip", (acceptChannel) => {
        accept = acceptChannel;
      });
    const { connection } = await connect({ onReady }, { channelTimeoutMs: 300 });
    const refusal = await connection.tcpStream({ host: "10.0.0.9", port: 80 }).opened.catch((error) => error);
    expect(refusal).toMatchObject({ name: "DialRefused", reason: "timeout" });
    const late = accept();
    await new Promise<void>((resolve) => late?.resume().once("close", () => resolve()));
  });
});

describe("losing the server", () => {
  test("ends open channels, tells the listener, and refuses new ones with the same fault", async () => {
    const { server, connection } = await connect({ onReady: (client) => acceptStreamLocal(client, () => undefined) });
    const stream = connection.unixStream("/x");
    await stream.opened;
    const failed = new Promise<Error>((resolve) => stream.once("error", resolve));
    const told = lost(connection);
    server.connections[0]?.end();
    expect(await told).toMatchObject({ reason: "lost", mayPass: true });
    expect(await failed).toBe(await told);
    await expect(connection.unixStream("/x").opened).rejects.toBe(await told);
  });

  test("without a word is noticed by the keepalive", async () => {
    const { server, connection } = await connect({}, { keepaliveIntervalMs: 100, keepaliveCountMax: 2 });
    const told = lost(connection);
    server.freeze();
    expect(await told).toMatchObject({ reason: "lost", evidence: ["Keepalive timeout"] });
  });

  test("while a channel opens fails that opening", async () => {
    const { server, connection } = await connect({ onReady: (client) => client.on("tcpip", () => client.end()) });
    const failure = await connection.tcpStream({ host: "10.0.0.9", port: 80 }).opened.catch((error) => error);
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
    await expect(connection.unixStream("/x").opened).rejects.toMatchObject({ reason: "lost" });
    expect(isTold).toBe(false);
  });
});
