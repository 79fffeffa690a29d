import { Duplex } from "node:stream";
import type { Prelude } from "./prelude.ts";

/**
 * A stream that exists before its channel does, and that ends as node streams end.
 *
 * node:http counts a connection against its limits only once it has the stream, so an agent that opened channels first would open one
 * per waiting request. And an ssh2 channel is no good citizen: it never calls back for a write after its end, hides its `close` until
 * someone reads, and a lost connection looks like a clean end. Here a destroyed stream is destroyed, with the reason.
 *
 * It also has the few net.Socket methods node:http calls; a channel has no timers and no TCP options.
 */
export class ChannelSocket extends Duplex {
  /** Settles when the channel is open, or could not be opened. */
  readonly opened: Promise<void>;
  readonly #open: () => Promise<Duplex>;
  readonly #prelude: Prelude | undefined;
  #channel: Duplex | undefined;

  constructor(open: () => Promise<Duplex>, prelude?: Prelude) {
    let isOpen = (): void => undefined;
    let isRefused = (_error: Error): void => undefined;
    super({ allowHalfOpen: true });
    this.#open = open;
    this.#prelude = prelude;
    this.opened = new Promise<void>((resolve, reject) => {
      isOpen = resolve;
      isRefused = reject;
    });
    this.opened.catch(() => undefined);
    this.once("open", isOpen);
    this.once("error", isRefused);
    this.once("close", () => isRefused(new Error("closed before it was open")));
  }

  override _construct(done: (error?: Error | null) => void): void {
    this.#open().then(
      (channel) => {
        if (this.destroyed) discard(channel);
        else this.#adopt(channel);
        done();
        this.emit("open");
      },
      (error) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  #adopt(channel: Duplex): void {
    this.#channel = channel;
    channel.on("data", (chunk: Buffer) => {
      const own = this.#prelude ? this.#prelude.after(chunk) : chunk;
      if (own.length > 0 && !this.push(own)) channel.pause();
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
    if (this.#channel) discard(this.#channel);
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

/** Closes a channel nobody will look at again. What is still in it must flow off, or the other side never hears of the close. */
function discard(channel: Duplex): void {
  channel.removeAllListeners("data");
  channel.on("error", () => undefined);
  channel.resume();
  channel.destroy();
}
