// pure

import type { Readable } from "node:stream";

/**
 * Tells once when a stream ends before it is whole: by an error, by being destroyed, or because that happened before anybody looked. A
 * pipe says nothing of the last two, and whoever reads at its other end waits for ever.
 */
export function onceBroken(stream: Readable, call: (error: Error) => void): void {
  let isTold = false;
  const tell = () => {
    if (isTold || (stream.readableEnded && !stream.errored)) return;
    isTold = true;
    call(stream.errored ?? new Error("a stream ended before it was whole"));
  };
  stream.on("error", tell).once("close", tell);
  if (stream.destroyed) tell();
}
