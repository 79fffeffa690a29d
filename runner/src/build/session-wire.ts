import { Duplex } from "node:stream";

/**
 * A stream for a session of HTTP/2 that has no half ends: when the other side ends its half, all of it is over. Node wraps streams that
 * are no sockets of the system, and a session that still says a word while such a wrapper is being shut down ends the process by an
 * assertion that nobody can catch (Node 24.21, internal/js_stream_socket). The other side decides when that is, so it must never begin.
 */
export class SessionWire extends Duplex {
  readonly #stream: Duplex;

  constructor(stream: Duplex) {
    super();
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) stream.pause();
    });
    // What it said before that is read first.
    stream.on("end", () => setImmediate(() => this.destroy()));
    stream.on("close", () => this.destroy());
    stream.on("error", () => this.destroy());
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#stream.write(chunk, encoding, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    // Whoever ends the session is done with the stream; what was written last is still sent.
    this.#stream.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#stream.destroy();
    done(error);
  }
}
