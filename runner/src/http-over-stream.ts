import http from "node:http";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { ChannelSocket } from "./hosts/channel-socket.ts";
import type { DialAddress, Host } from "./hosts/host.ts";

export type StreamRequest = {
  address: DialAddress;
  method: "GET" | "HEAD" | "OPTIONS" | "POST" | "DELETE";
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** For the whole exchange, opening the stream included. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** Longer answers are cut here; their status is what counts. */
  maxBytes?: number;
  /** Whatever comes after the headers is not waited for; the body is empty then. */
  isHeadEnough?: true;
  /** Over TLS. */
  secured?: Secured;
};

/** `name`: whom the certificate has to be of; undefined for an address. `isVerified` false takes any. */
export type Secured = { name: string | undefined; address: string; authorities: string[]; isVerified: boolean };

export type StreamAnswer = { status: number; headers: http.IncomingHttpHeaders; body: string };

/** The exchange was opened but nothing whole came back in time. */
export class NoAnswerInTime extends Error {
  override readonly name = "NoAnswerInTime";
}

/**
 * One HTTP exchange over a stream that the server opens for us. Redirects are answers. Throws DialRefused when nobody listens,
 * NoAnswerInTime, the signal's reason, or whatever broke the exchange.
 */
export async function askOverStream(host: Host, request: StreamRequest): Promise<StreamAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  try {
    const stream = await host.dial(request.address, { timeoutMs: request.timeoutMs, signal });
    // What is said about a stream nobody talks over any more is of no interest.
    stream.on("error", () => undefined);
    const socket = new ChannelSocket(async () => stream);
    try {
      return await exchange(request.secured ? secure(socket, request.secured) : socket, request, signal);
    } finally {
      socket.destroy();
    }
  } catch (error) {
    request.signal?.throwIfAborted();
    throw timeout.aborted ? new NoAnswerInTime(`no answer within ${request.timeoutMs} ms`) : error;
  }
}

function secure(socket: ChannelSocket, { name, address, authorities, isVerified }: Secured): Duplex {
  return connectTls({
    socket,
    host: address,
    ...(name === undefined ? {} : { servername: name }),
    ca: authorities,
    rejectUnauthorized: isVerified,
  });
}

function exchange(socket: Duplex, request: StreamRequest, signal: AbortSignal): Promise<StreamAnswer> {
  const { method, path, headers, body, maxBytes = 1_048_576 } = request;
  return new Promise((resolve, reject) => {
    const sent = http.request({
      // An agent, even none, would make connections of its own.
      createConnection: () => socket,
      method,
      path,
      headers: {
        ...headers,
        Connection: "close",
        ...(body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) }),
      },
      setHost: false,
      signal,
    });
    sent.on("error", reject);
    sent.on("response", (response) => {
      if (request.isHeadEnough) {
        response.on("error", () => undefined);
        return resolve({ status: response.statusCode ?? 0, headers: response.headers, body: "" });
      }
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      const done = () => {
        const text = Buffer.concat(chunks).toString("utf8").slice(0, maxBytes);
        // Caddy sends its entity tags after the body.
        resolve({
          status: response.statusCode ?? 0,
          headers: { ...response.headers, ...response.trailers },
          body: text,
        });
      };
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        sizeBytes += chunk.byteLength;
        if (sizeBytes >= maxBytes) {
          done();
          response.destroy();
        }
      });
      response.on("end", done);
      response.on("error", reject);
      response.on("close", () => reject(new Error("the answer ended before it was whole")));
    });
    sent.end(body);
  });
}
