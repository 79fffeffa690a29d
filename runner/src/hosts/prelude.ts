// pure

const maxBytes = 65_536;
/** How every answer of Docker begins. */
const begin = /HTTP\/1\.[01] \d{3}/;

/** What a login shell prints before it runs a command, greetings above all, is no part of Docker's answer: it is kept apart. */
export class Prelude {
  #held = Buffer.alloc(0);
  #hasBegun = false;

  /** All that was said before Docker's first answer, or instead of one. */
  get text(): string {
    return this.#held.toString("utf8");
  }

  /** The part of a chunk that is Docker's. */
  after(chunk: Buffer): Buffer {
    if (this.#hasBegun) return chunk;
    const all = Buffer.concat([this.#held, chunk]);
    // One letter a byte, so that places in the text are places in the bytes.
    const at = all.toString("latin1").search(begin);
    // What is longer is no greeting: whoever reads it says that it is no answer.
    this.#hasBegun = at >= 0 || all.length > maxBytes;
    this.#held = at >= 0 ? all.subarray(0, at) : all.subarray(0, maxBytes);
    if (at >= 0) return all.subarray(at);
    return this.#hasBegun ? all : Buffer.alloc(0);
  }
}
