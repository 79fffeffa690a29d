import http2 from "node:http2";
import type { Duplex } from "node:stream";
import type { ServiceDefinition } from "@grpc/proto-loader";
import { SessionWire } from "./session-wire.ts";

/** Makes the answer to one question; undefined: there is none. What throws is answered as a bad question. */
export type Answer = (ask: unknown) => object | undefined;
type Method = { answer: Answer; decode: (bytes: Buffer) => unknown; encode: (value: object) => Buffer };
/** By their path, `/package.Service/Method`. */
export type Methods = ReadonlyMap<string, Method>;

/** Status codes of gRPC. */
const status = { ok: 0, invalidArgument: 3, notFound: 5, resourceExhausted: 8, unimplemented: 12 } as const;
type Status = (typeof status)[keyof typeof status];

const longestQuestion = 65_536;
const headerBytes = 5;
const limits = { maxSessionMemory: 4, maxHeaderListPairs: 64, settings: { maxConcurrentStreams: 64 } };

/** The methods of a service with their answers. */
export function methodsOf(
  definition: ServiceDefinition,
  answers: Readonly<Record<string, Answer>>,
): [string, Method][] {
  return Object.entries(definition).flatMap(([name, { path, requestDeserialize, responseSerialize }]) => {
    const answer = answers[name];
    return answer ? [[path, { answer, decode: requestDeserialize, encode: responseSerialize }]] : [];
  });
}

/**
 * Answers gRPC calls of one question and one answer on a connection, uncompressed. The other side is a server that anybody may own:
 * whatever it sends ends its call or its connection, never this process, and never takes more memory than these limits.
 */
export function serveUnary(stream: Duplex, methods: Methods): { close: () => void } {
  const socket = new SessionWire(stream);
  const session = http2.performServerHandshake(socket, limits);
  session.on("error", () => undefined);
  session.on("stream", (stream, headers) => {
    stream.on("error", () => undefined);
    read(stream, (question) => answerCall(stream, { method: methods.get(headers[":path"] ?? ""), question }));
  });
  return {
    close: () => {
      socket.destroy();
      session.destroy();
    },
  };
}

/** undefined: it is longer than any question of ours. */
function read(stream: http2.ServerHttp2Stream, done: (question: Buffer | undefined) => void): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  stream.on("data", (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= longestQuestion) chunks.push(chunk);
  });
  stream.on("end", () => done(sizeBytes <= longestQuestion ? Buffer.concat(chunks) : undefined));
}

type Call = { method: Method | undefined; question: Buffer | undefined };

function answerCall(stream: http2.ServerHttp2Stream, { method, question }: Call): void {
  const refusal = refusalOf(method, question);
  if (!method || !question || refusal !== undefined) {
    end(stream, refusal ?? status.invalidArgument);
    return;
  }
  try {
    const value = method.answer(method.decode(question.subarray(headerBytes)));
    if (value) end(stream, status.ok, method.encode(value));
    else end(stream, status.notFound);
  } catch {
    end(stream, status.invalidArgument);
  }
}

function refusalOf(method: Method | undefined, question: Buffer | undefined): Status | undefined {
  if (!method) return status.unimplemented;
  if (!question) return status.resourceExhausted;
  const isWhole = question.length >= headerBytes && question.readUInt32BE(1) === question.length - headerBytes;
  if (!isWhole) return status.invalidArgument;
  // The first byte tells whether the message is compressed, which nothing that may ask us does.
  return question[0] === 0 ? undefined : status.unimplemented;
}

const contentType = { ":status": 200, "content-type": "application/grpc" };

function end(stream: http2.ServerHttp2Stream, code: Status, message?: Buffer): void {
  // Whoever asked may have hung up meanwhile; a destroyed stream throws at whoever answers it.
  if (stream.destroyed || stream.closed) return;
  if (!message) {
    stream.respond({ ...contentType, "grpc-status": code }, { endStream: true });
    return;
  }
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(message.length, 1);
  stream.respond(contentType, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": code }));
  stream.end(Buffer.concat([header, message]));
}
