import http from "node:http";
import type Docker from "dockerode";

/** More than this no plain answer of a daemon has: what goes on longer is meant to fill our memory. */
const longestAnswer = 32 * 1_048_576;

type Context = { isStream?: boolean; hijack?: boolean; openStdin?: boolean; statusCodes: Record<string, unknown> };
type Data = string | Buffer | NodeJS.ReadableStream | undefined;
type Done = (error: Error | null, value: unknown) => void;
type Told = { status: number; body: Buffer };

/**
 * Puts our own way of asking under dockerode. Its modem waits for ever when an answer is cut off, holds an answer of any length, and
 * makes a sentence of whatever a refusal holds, which throws where nobody catches. What streams goes through `dockerRequest`.
 */
export function askGuarded(docker: Docker): void {
  const stream: unknown = Reflect.get(docker.modem, "buildRequest");
  if (typeof stream !== "function") throw new Error("this dockerode asks in a way that we do not know");
  Object.assign(docker.modem, {
    buildRequest: (options: http.RequestOptions, context: Context, data: Data, done: Done) => {
      const isText = data === undefined || typeof data === "string" || Buffer.isBuffer(data);
      if (!isText || context.isStream || context.hijack || context.openStdin) {
        stream.call(docker.modem, options, context, data, done);
        return;
      }
      ask(options, data).then(
        (told) => answer(told, { codes: context.statusCodes, done }),
        (error) => done(error, null),
      );
    },
  });
}

function ask(options: http.RequestOptions, data: string | Buffer | undefined): Promise<Told> {
  return new Promise((resolve, reject) => {
    // Which of these events comes when an answer is cut off depends on where it was.
    const fail = (error: Error) => reject(error);
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      response.on("data", (chunk: Buffer) => {
        sizeBytes += chunk.length;
        if (sizeBytes > longestAnswer)
          response.destroy(new Error(`Docker answered with more than ${longestAnswer} bytes`));
        else chunks.push(chunk);
      });
      response.on("error", fail);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    request.on("error", fail);
    // A switch of protocols that nobody asked for leaves a connection that nobody reads.
    request.on("upgrade", (_response, socket) => {
      socket.destroy();
      fail(new Error("Docker changed the protocol of a plain question"));
    });
    request.on("close", () => fail(new Error("the connection ended before the answer was whole")));
    request.end(data);
  });
}

/** A refusal has the form of dockerode's errors: status, the parsed body, and a message in words. */
function answer({ status, body }: Told, { codes, done }: { codes: Record<string, unknown>; done: Done }): void {
  const json = parsed(body);
  if (codes[status] === true) {
    done(null, json);
    return;
  }
  const named = codes[status];
  const reason = typeof named === "string" ? named : "unexpected";
  const error = new Error(`(HTTP code ${status}) ${reason} - ${wordsOf(json)} `);
  done(Object.assign(error, { reason, statusCode: status, json }), null);
}

/** The bytes themselves where they are no JSON, such as the frames of a log. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8")) || body;
  } catch {
    return body;
  }
}

function wordsOf(json: unknown): string {
  if (Buffer.isBuffer(json)) return json.toString("utf8", 0, 4_096);
  if (typeof json !== "object" || json === null) return String(json).slice(0, 4_096);
  const words = [Reflect.get(json, "message"), Reflect.get(json, "error")].find(
    (each) => typeof each === "string" && each !== "",
  );
  return words === undefined ? "it gave no reason" : String(words).slice(0, 4_096);
}
