import type { Duplex } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { connectSsh } from "./ssh-connection.ts";
import { createSshFiles } from "./ssh-files.ts";
import { patientTimings, startScriptedServer } from "./testing/ssh-server.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const u32 = (value: number) => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
const packet = (type: number, ...parts: Buffer[]) => {
  const body = Buffer.concat([Buffer.from([type]), ...parts]);
  return Buffer.concat([u32(body.length), body]);
};
const text = (value: string) => Buffer.concat([u32(value.length), Buffer.from(value)]);

/** A server whose SFTP answers everything with the same kind of answer. */
async function aServer(answer: (id: Buffer) => Buffer) {
  const serve = (channel: Duplex) => {
    let isFirst = true;
    channel.on("data", (asked: Buffer) => {
      channel.write(isFirst ? packet(2, u32(3)) : answer(asked.subarray(5, 9)));
      isFirst = false;
    });
  };
  const server = await startScriptedServer({
    onReady: (client) => {
      client.on("session", (accept) => accept().on("subsystem", (acceptSubsystem) => serve(acceptSubsystem())));
      client.on("tcpip", (accept) => accept().end("still here"));
    },
  });
  const connection = await connectSsh(server.target(), { timings: patientTimings });
  closers.push(() => connection.close(), server.close);
  return { connection, files: createSshFiles(connection) };
}

describe("a server's SFTP that answers something else than was asked for", () => {
  const names = (id: Buffer) => packet(104, id, u32(1), text("x"), text("x"), u32(0));
  test.each(["stat", "read", "write", "freeBytes", "makeDirectory"] as const)("refuses to %s", async (ask) => {
    const { files } = await aServer(names);
    const work = ask === "write" ? files.write("/etc/x", "y") : files[ask]("/etc/x");
    await expect(work).rejects.toMatchObject({ name: expect.stringMatching(/HostFileError|HostFault/) });
  });

  test("is no home", async () => {
    const { files } = await aServer((id) => packet(104, id, u32(1), text("../../etc"), text("x"), u32(0)));
    await expect(files.resolveHome()).rejects.toMatchObject({ name: "HostFileError" });
  });
});

test("bytes that are no SFTP end what waits for it, not the server's connection", async () => {
  const { connection, files } = await aServer(() => packet(77, Buffer.alloc(20)));
  await expect(files.stat("/etc/x")).rejects.toThrow();
  const stream = connection.tcpStream({ host: "127.0.0.1", port: 80 });
  const [said] = await new Promise<Buffer[]>((resolve) => stream.once("data", (data) => resolve([data])));
  expect(String(said)).toBe("still here");
  expect(connection.lost).toBeUndefined();
});
