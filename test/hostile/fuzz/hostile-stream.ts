import { type Duplex, duplexPair } from "node:stream";
import type { Random } from "../../../api/src/testing/random.ts";
import { ChannelSocket } from "../../../runner/src/hosts/channel-socket.ts";
import { inPieces } from "./mutate.ts";

/** A connection whose other side sends these bytes as soon as it is spoken to, and then ends or breaks. */
export function streamThatSays(random: Random, said: Buffer): Duplex {
  const [ours, theirs] = duplexPair();
  theirs.on("error", () => undefined);
  theirs.once("data", () => {
    for (const piece of inPieces(random, said)) theirs.write(piece);
    if (random.chance(0.2)) theirs.destroy();
    else theirs.end();
  });
  theirs.resume();
  return new ChannelSocket(async () => ours);
}

type Answer = { status?: number; headers: Record<string, string>; body: string };

/** An answer over HTTP/1.1 as a server would give it. */
export function answerOf({ status = 200, headers, body }: Answer): Buffer {
  const lines = Object.entries({ "Content-Length": String(Buffer.byteLength(body)), ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.from(`HTTP/1.1 ${status} Said\r\n${lines.join("")}\r\n${body}`, "utf8");
}
