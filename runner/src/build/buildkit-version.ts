import http2 from "node:http2";
import type { Duplex } from "node:stream";
import type { DockerHost } from "../engine/docker-host.ts";
import { decodeInfo, infoPath } from "./buildkit-proto.ts";
import { SessionWire } from "./session-wire.ts";

/** What is known of a server's BuildKit. `older`: from before it could be asked. */
export type BuildkitVersion = string | "older" | undefined;

const answerMs = 5_000;
const longestAnswer = 65_536;
const headerBytes = 5;
const unimplemented = "12";
const limits = { maxSessionMemory: 4, maxHeaderListPairs: 64 };

/**
 * The version of the BuildKit inside a server's Docker, such as `v0.28.1`; undefined where it does not say. The server may be
 * anybody's: what it answers is shown and compared, and never ends this process or keeps it waiting.
 */
export async function readBuildkitVersion(host: DockerHost): Promise<BuildkitVersion> {
  try {
    const { stream, response } = await host.dockerRequest({
      method: "POST",
      path: "/grpc",
      upgrade: "h2c",
      signal: AbortSignal.timeout(answerMs),
    });
    if (stream) return await askInfo(stream);
    response.destroy();
    return undefined;
  } catch {
    return undefined;
  }
}

/** One question without a word in it. Exported for its tests. */
export function askInfo(stream: Duplex): Promise<BuildkitVersion> {
  const socket = new SessionWire(stream);
  const session = http2.connect("http://buildkit", { ...limits, createConnection: () => socket });
  session.on("error", () => undefined);
  const headers = { ":method": "POST", ":path": infoPath, "content-type": "application/grpc", te: "trailers" };
  return new Promise<BuildkitVersion>((resolve) => {
    const call = session.request(headers);
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    let status: unknown;
    const noteStatus = (told: http2.IncomingHttpHeaders) => {
      status = told["grpc-status"] ?? status;
    };
    const giveUp = setTimeout(() => call.close(), answerMs);
    call.on("response", noteStatus);
    call.on("trailers", noteStatus);
    call.on("error", () => undefined);
    call.on("data", (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= longestAnswer) chunks.push(chunk);
      else call.close();
    });
    call.on("close", () => {
      clearTimeout(giveUp);
      resolve(status === unimplemented ? "older" : versionIn(Buffer.concat(chunks)));
    });
    call.end(Buffer.alloc(headerBytes));
  }).finally(() => {
    // First the wire: a session that still has one says good-bye on it.
    socket.destroy();
    session.destroy();
  });
}

function versionIn(answer: Buffer): BuildkitVersion {
  try {
    return decodeInfo(answer.subarray(headerBytes)) || undefined;
  } catch {
    return undefined;
  }
}
