import type { Duplex } from "node:stream";
import type { Random } from "../../../../api/src/testing/random.ts";
import { connectSsh } from "../../../../runner/src/hosts/ssh-connection.ts";
import { createSshFiles } from "../../../../runner/src/hosts/ssh-files.ts";
import {
  acceptStreamLocal,
  patientTimings,
  type Script,
  startScriptedServer,
} from "../../../../runner/src/hosts/testing/ssh-server.ts";
import { aWord, inPieces, mutateBytes, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const timings = { ...patientTimings, readyTimeoutMs: 3_000, channelTimeoutMs: 1_000 };
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const text = (value: string) => Buffer.concat([u32(Buffer.byteLength(value)), Buffer.from(value)]);
const packet = (type: number, ...parts: Buffer[]) => {
  const body = Buffer.concat([Buffer.from([type]), ...parts]);
  return Buffer.concat([u32(body.length), body]);
};
const attributes = Buffer.concat([u32(0x0f), u32(0), u32(12), u32(0), u32(0), u32(0o100644), u32(1), u32(1)]);

/** An answer of each kind, whatever was asked. */
function answerTo(random: Random, id: Buffer): Buffer {
  return (
    random.pick([
      packet(101, id, u32(random.below(12)), text(aWord(random).slice(0, 2_000).toWellFormed()), text("en")),
      packet(102, id, text("handle")),
      packet(103, id, text("content".repeat(random.below(4_000)))),
      packet(104, id, u32(1), text(aWord(random).slice(0, 2_000).toWellFormed()), text("long"), attributes),
      packet(105, id, attributes),
      packet(201, id, Buffer.alloc(88, random.below(256))),
      packet(random.below(256), id, someBytes(random, 40)),
    ]) ?? Buffer.alloc(0)
  );
}

type Client = Parameters<NonNullable<Script["onReady"]>>[0];

function serveSftp(random: Random, channel: Duplex): void {
  let answers = 0;
  channel.on("error", () => undefined);
  channel.on("data", (asked: Buffer) => {
    if (answers++ === 0)
      return void channel.write(
        packet(
          2,
          u32(3),
          text("posix-rename@openssh.com"),
          text("1"),
          text("fsync@openssh.com"),
          text("1"),
          text("statvfs@openssh.com"),
          text("2"),
        ),
      );
    const answer = answerTo(random, asked.subarray(5, 9));
    for (const piece of inPieces(random, random.chance(0.5) ? mutateBytes(random, answer) : answer))
      channel.write(piece);
    if (answers > 6 || random.chance(0.3)) channel.end();
  });
}

function serve(random: Random, client: Client): void {
  client.on("session", (accept) => {
    const session = accept();
    session.on("subsystem", (acceptSubsystem) => serveSftp(random, acceptSubsystem()));
  });
  acceptStreamLocal(client, (_path, channel) => channel.on("error", () => undefined).end(aWord(random)));
}

/** One session over which files are asked for; its connection holds other channels beside. */
export const sftp: Target = {
  name: "sftp",
  title: "answers of an SFTP server to reading, writing, looking and measuring",
  reads: ["runner/src/hosts/ssh-open.ts"],
  cases: 30,
  async tryOne(random) {
    const server = await startScriptedServer({ onReady: (client) => serve(random, client) });
    try {
      const connection = await connectSsh(server.target(), { timings });
      try {
        const files = createSshFiles(connection, { operationTimeoutMs: 150 });
        const asks: [string, () => Promise<unknown>][] = [
          ["read", () => files.read("/etc/x", { maxBytes: 100_000 })],
          ["write", () => files.write("/etc/x", "content")],
          ["stat", () => files.stat("/etc/x")],
          ["free bytes", () => files.freeBytes("/")],
          ["directory", () => files.makeDirectory("/a/b")],
          ["home", () => files.resolveHome()],
          ["remove", () => files.remove("/etc/x")],
        ];
        const [name, ask] = random.pick(asks) ?? ["none", async () => undefined];
        await ask();
        return name;
      } finally {
        await connection.close();
      }
    } finally {
      await server.close();
    }
  },
};
