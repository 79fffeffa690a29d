import http2 from "node:http2";
import { duplexPair } from "node:stream";
import { afterEach, expect, test } from "vitest";
import { askInfo } from "./buildkit-version.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const framed = (message: Buffer) => {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
};
const field = (id: number, bytes: Buffer) => Buffer.concat([Buffer.from([(id << 3) | 2, bytes.length]), bytes]);
const info = (version: string) =>
  field(1, Buffer.concat([field(1, Buffer.from("moby")), field(2, Buffer.from(version))]));

/** A daemon that answers the one question so. */
function aDaemon(answer: (stream: http2.ServerHttp2Stream) => void) {
  const [ours, theirs] = duplexPair();
  const session = http2.performServerHandshake(theirs);
  session.on("error", () => undefined);
  session.on("stream", (stream) => {
    stream.on("error", () => undefined);
    answer(stream);
  });
  closers.push(() => session.destroy());
  return ours;
}
const saying = (body: Buffer, status = "0") =>
  aDaemon((stream) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": status }));
    stream.end(body);
  });

test("BuildKit tells its version", async () => {
  expect(await askInfo(saying(framed(info("v0.28.1"))))).toBe("v0.28.1");
});

test("one from before it could be asked is known to be older", async () => {
  expect(await askInfo(saying(Buffer.alloc(0), "12"))).toBe("older");
});

test.each<[string, () => ReturnType<typeof saying>]>([
  ["nothing", () => saying(Buffer.alloc(0))],
  ["what is no message", () => saying(framed(Buffer.from([255, 255, 255, 255])))],
  ["more than any answer", () => saying(Buffer.alloc(1_000_000))],
  ["an error", () => saying(Buffer.alloc(0), "13")],
  ["by hanging up", () => aDaemon((stream) => stream.close())],
])("a daemon that answers %s has no version", async (_, daemon) => {
  expect(await askInfo(daemon())).toBeUndefined();
});
