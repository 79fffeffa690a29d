import { once } from "node:events";
import http2 from "node:http2";
import { duplexPair } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { services } from "./buildkit-proto.ts";
import { methodsOf, serveUnary } from "./unary-grpc.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const getSecret = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
const question = Buffer.concat([Buffer.from([0x0a, 5]), Buffer.from("token")]);
const framed = (message: Buffer, { flag = 0, length = message.length } = {}) => {
  const header = Buffer.alloc(5);
  header[0] = flag;
  header.writeUInt32BE(length, 1);
  return Buffer.concat([header, message]);
};

function aServer() {
  const [ours, theirs] = duplexPair();
  const methods = new Map(
    methodsOf(services.secrets, {
      GetSecret: (ask) => (JSON.stringify(ask).includes("token") ? { data: Buffer.from("hush") } : undefined),
    }),
  );
  const { close } = serveUnary(ours, methods);
  const client = http2.connect("http://runner", { createConnection: () => theirs });
  client.on("error", () => undefined);
  closers.push(close, () => client.destroy());
  const call = async (body: Buffer, path = getSecret) => {
    const stream = client.request({ ":method": "POST", ":path": path, "content-type": "application/grpc" });
    let status: unknown;
    stream.on("response", (headers) => {
      status = headers["grpc-status"];
    });
    stream.on("trailers", (headers) => {
      status = headers["grpc-status"];
    });
    stream.end(body);
    const said = await buffer(stream);
    return { status: String(status), said: said.toString("latin1") };
  };
  return { client, call, theirs };
}

describe("the build session", () => {
  test("answers a question, and says when there is no answer", async () => {
    const { call } = aServer();
    expect(await call(framed(question))).toEqual({ status: "0", said: expect.stringContaining("hush") });
    expect(await call(framed(Buffer.from([0x0a, 1, 0x78])))).toMatchObject({ status: "5", said: "" });
    expect(await call(framed(question), "/moby.filesync.v1.FileSync/DiffCopy")).toMatchObject({ status: "12" });
  });

  test.each([
    ["says to be compressed and is not", framed(question, { flag: 1 }), "12"],
    ["is compressed", framed(gzipSync(question), { flag: 1 }), "12"],
    ["is shorter than it says", framed(question, { length: 4_000_000_000 }), "3"],
    ["has no length", Buffer.from([0]), "3"],
    ["is no message", framed(Buffer.from([0x07])), "3"],
    ["is longer than any of ours", framed(Buffer.alloc(200_000)), "8"],
  ])("refuses a question that %s, and answers the next", async (_name, body, status) => {
    const { call } = aServer();
    expect(await call(body)).toMatchObject({ status, said: "" });
    expect(await call(framed(question))).toMatchObject({ status: "0" });
  });

  test("outlives whoever hangs up before the answer, with unknown methods and types too", async () => {
    const { client, call } = aServer();
    for (let code = 0; code < 14; code++) {
      const stream = client.request({
        ":method": "POST",
        ":path": code % 2 === 0 ? "/x" : getSecret,
        "content-type": "text/html",
      });
      stream.on("error", () => undefined);
      stream.write(framed(question));
      stream.close(code);
    }
    expect(await call(framed(question))).toMatchObject({ status: "0" });
  });

  test("ends with bytes that are no HTTP/2, and takes nothing along", async () => {
    const [ours, theirs] = duplexPair();
    serveUnary(ours, new Map());
    theirs.resume();
    theirs.write("GET / HTTP/1.1\r\n\r\n".repeat(100));
    await once(ours, "close");
    expect(ours.destroyed).toBe(true);
  });
});
