import { Duplex } from "node:stream";

/**
 * A stream that exists before its channel does. node:http counts a connection against its limits only once it has the stream, so an
 * agent that opens channels asynchronously would open one per waiting request; this one is counted from the start, and what is
 * written meanwhile waits inside. It also carries the few net.Socket methods node:http calls: a channel has no timers or TCP options.
 */
export class ChannelSocket extends Duplex {
  readonly #open: () => Promise<Duplex>;
  #channel: Duplex | undefined;

  constructor(open: () => Promise<Duplex>) {
    super({ allowHalfOpen: true });
    this.#open = open;
  }

  override _construct(done: (error?: Error | null) => void): void {
    this.#open().then(
      (channel) => {
        if (this.destroyed) channel.destroy();
        else this.#adopt(channel);
        done();
      },
      (error) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  #adopt(channel: Duplex): void {
    this.#channel = channel;
    channel.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.on("end", () => this.push(null));
    channel.on("error", (error) => this.destroy(error));
    channel.on("close", () => this.#settle(channel));
  }

  /** What has arrived is still read to its end; only then the stream is over. `read(0)` makes an idle one notice. */
  #settle(channel: Duplex): void {
    if (this.readableEnded || !channel.readableEnded) {
      this.destroy();
      return;
    }
    this.once("end", () => this.destroy());
    this.read(0);
  }

  override _read(): void {
    this.#channel?.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#channel?.write(chunk, encoding, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#channel?.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#channel?.destroy();
    done(error);
  }

  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  destroySoon(): void {
    this.end(() => this.destroy());
  }
}
