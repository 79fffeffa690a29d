import type { IncomingMessage } from "node:http";
import http2 from "node:http2";
import { type Duplex, duplexPair } from "node:stream";
import { setTimeout as after } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Random } from "../../../../api/src/testing/random.ts";
import { openBuildkitSession } from "../../../../runner/src/build/buildkit-session.ts";
import { SessionWire } from "../../../../runner/src/build/session-wire.ts";
import { createFakeHost } from "../../../../runner/src/engine/fake-host.ts";
import { aWord, inPieces, mutateBytes, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const methods = [
  "/moby.buildkit.secrets.v1.Secrets/GetSecret",
  "/moby.filesync.v1.Auth/Credentials",
  "/grpc.health.v1.Health/Check",
  "/moby.filesync.v1.FileSync/DiffCopy",
  "/",
];
const encodings = ["gzip", "deflate", "identity", "snappy", "gzip,gzip"];

/** Length-prefixed message: what it says of its compression, its length and its content need not agree. */
function frame(random: Random): Buffer {
  const content = Buffer.concat([Buffer.from([0x0a, 5]), Buffer.from("token")]);
  const given = random.chance(0.3) ? gzipSync(content) : content;
  const damaged = random.chance(0.7) ? mutateBytes(random, given) : given;
  const head = Buffer.alloc(5);
  head[0] = random.pick([0, 1, 1, 2, 255]) ?? 0;
  head.writeUInt32BE(random.chance(0.7) ? damaged.length : random.below(2 ** 32), 1);
  return Buffer.concat([head, damaged]);
}

async function call(random: Random, theirs: Duplex): Promise<void> {
  const client = http2.connect("http://runner", { createConnection: () => new SessionWire(theirs) });
  client.on("error", () => undefined);
  const ended: Promise<unknown>[] = [];
  for (let left = 1 + random.below(3); left > 0; left--) {
    const request = client.request({
      ":method": random.chance(0.9) ? "POST" : "GET",
      ":path": random.chance(0.9)
        ? (random.pick(methods) ?? "/")
        : `/${encodeURIComponent(aWord(random).slice(0, 300).toWellFormed())}`,
      "content-type": random.chance(0.9) ? "application/grpc" : "text/html",
      "grpc-encoding": random.pick(encodings),
      "grpc-timeout": random.pick(["1S", "0n", "999999999H", "-1S", "x"]),
    });
    request.on("error", () => undefined).resume();
    ended.push(new Promise((done) => request.once("close", done)));
    for (let frames = random.below(3); frames >= 0; frames--) request.write(frame(random));
    if (random.chance(0.8)) request.end();
    else request.close(random.below(14));
  }
  await Promise.race([Promise.all(ended), after(100)]);
  client.destroy();
}

const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
const settings = Buffer.from("000000040000000000", "hex");
const headers = Buffer.from("000010010400000001" + "838644012f5f87497ca589d34d1f40", "hex");

async function speakBytes(random: Random, theirs: Duplex): Promise<void> {
  const frames = Buffer.concat([settings, headers, random.chance(0.5) ? someBytes(random, 200) : settings]);
  theirs.on("error", () => undefined).resume();
  for (const piece of inPieces(random, Buffer.concat([preface, mutateBytes(random, frames)]))) theirs.write(piece);
  await after(5);
  theirs.destroy();
}

/** The build session turns the roles: the daemon is the one who asks. */
export const buildSession: Target = {
  name: "build-session",
  title:
    "gRPC on the build session: compression that is none, lengths that lie, unknown methods, bytes that are no HTTP/2",
  reads: [
    "runner/src/build/buildkit-session.ts",
    "runner/src/build/unary-grpc.ts",
    "runner/src/build/buildkit-proto.ts",
  ],
  cases: 200,
  async tryOne(random) {
    const [ours, theirs] = duplexPair();
    const host = await createFakeHost();
    // The answer to the upgrade is not what is tried here.
    const response = { destroy: () => undefined } as unknown as IncomingMessage;
    const upgraded = { ...host, dockerRequest: async () => ({ status: 101, response, stream: ours }) };
    const session = await openBuildkitSession(upgraded, { secrets: { token: "x" }, credentialsFor: () => undefined });
    try {
      const isCall = random.chance(0.7);
      await (isCall ? call(random, theirs) : speakBytes(random, theirs));
      return isCall ? "calls" : "bytes";
    } finally {
      session.close();
      theirs.destroy();
      await host.close();
    }
  },
};
