import { logPageSize, readLog } from "../api/deployments.ts";
import { chosenTeam } from "../api/http.ts";
import type { LogChunkView, LogEnd } from "../api/types.ts";
import { whileVisible } from "../live/while-visible.ts";
import { LogBuffer } from "../ui/log/log-buffer.svelte.ts";

import { clippedLine } from "./log-gaps.ts";

/** A stream delivers many small chunks; one drawing per frame is enough. */
const gatherMs = 50;
const reopenMs = 4_000;

/** The log of one deployment: what is stored comes in pages, what happens now by a stream that goes on where they ended. */
export class DeploymentLog {
  readonly buffer = new LogBuffer();
  isLive = $state(false);
  isLoaded = $state(false);
  missingChunks = $state(0);
  isTruncated = $state(false);
  /** First line in whose place the builder left others out; null while there is none. */
  clippedLine = $state<number | null>(null);
  error = $state.raw<unknown>(null);
  readonly #of: { id: string; server: string | null };
  #cursor: string | null = null;
  #waiting: LogChunkView[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `server`: of several the one whose log is meant; null: the first. */
  constructor(of: { id: string; server: string | null }) {
    this.#of = of;
  }

  /** Reads while the page is seen; the returned function stops it. */
  open(): () => void {
    return whileVisible(() => {
      const stop = new AbortController();
      void this.#start(stop.signal);
      return () => {
        stop.abort();
        this.#flush();
      };
    });
  }

  async #start(signal: AbortSignal): Promise<void> {
    try {
      await this.#read(signal);
    } catch (error) {
      if (!signal.aborted) this.error = error;
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    this.error = null;
    for (;;) {
      const page = await readLog(this.#of, { after: this.#cursor, signal });
      this.#add(page.chunks);
      this.isLoaded = true;
      if (page.isComplete) return this.#end(page);
      // A page that is not full reaches the present; asking on would only race the runner.
      const isCaughtUp = page.chunks.length < logPageSize;
      this.#cursor = page.cursor;
      if (isCaughtUp) return this.#follow(signal);
    }
  }

  #follow(signal: AbortSignal): void {
    const query = new URLSearchParams();
    if (this.#cursor) query.set("after", this.#cursor);
    if (this.#of.server) query.set("server", this.#of.server);
    const team = chosenTeam();
    if (team) query.set("team", team);
    const source = new EventSource(`/api/v1/deployments/${encodeURIComponent(this.#of.id)}/log/stream?${query}`);
    this.isLive = true;
    signal.addEventListener("abort", () => source.close());
    source.addEventListener("chunk", ({ data, lastEventId }: MessageEvent<string>) => {
      this.#cursor = lastEventId || this.#cursor;
      this.#hear(readChunk(data));
    });
    source.addEventListener("end", ({ data }: MessageEvent<string>) => {
      source.close();
      this.#flush();
      this.#end(readEnd(data));
    });
    source.onerror = () => {
      // The browser comes back by itself after a broken connection, but never after a refusal: then the pages are read again.
      if (source.readyState !== EventSource.CLOSED || signal.aborted) return;
      const timer = setTimeout(() => void this.#start(signal), reopenMs);
      signal.addEventListener("abort", () => clearTimeout(timer));
    };
  }

  #add(chunks: readonly LogChunkView[]): void {
    const before = this.buffer.count;
    this.buffer.add(chunks);
    this.clippedLine ??= clippedLine(this.buffer.lines, { from: before });
  }

  #hear(chunk: LogChunkView): void {
    this.#waiting.push(chunk);
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#add(this.#waiting);
    this.#waiting = [];
  }

  #end({ missingChunks, isTruncated }: LogEnd): void {
    this.buffer.close();
    this.isLive = false;
    this.missingChunks = missingChunks;
    this.isTruncated = isTruncated;
  }
}

// Our own control plane states these shapes; the stream has no typed client.
const readChunk = (data: string): LogChunkView => JSON.parse(data);
const readEnd = (data: string): LogEnd => JSON.parse(data);
