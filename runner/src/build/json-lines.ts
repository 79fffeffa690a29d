import type { Readable } from "node:stream";

const maxLineBytes = 16 * 1_048_576;

/** Reads Docker's stream of JSON messages. A line over 16 MiB ends the stream with an error: the daemon is not to be trusted with our memory. */
export async function* readJsonLines(stream: Readable): AsyncGenerator<unknown> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const chunk of stream) {
    let rest: Buffer = Buffer.from(chunk);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      yield* parse(Buffer.concat([...pending, rest.subarray(0, end)]));
      pending = [];
      pendingBytes = 0;
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) pending.push(rest);
    pendingBytes += rest.length;
    if (pendingBytes > maxLineBytes) throw new Error("Docker sent a message of more than 16 MiB");
  }
  yield* parse(Buffer.concat(pending));
}

/** Lines that are not JSON are skipped: a proxy in between may add its own. */
function* parse(line: Buffer): Generator<unknown> {
  const text = line.toString("utf8").trim();
  if (text === "") return;
  try {
    yield JSON.parse(text);
  } catch {
    return;
  }
}
