import { LogLines, type LogPiece } from "./log-lines.ts";

/**
 * A growing log for `LogView`. The lines live outside the reactive graph, only their count is watched:
 * a hundred thousand proxies would cost more than the log itself.
 */
export class LogBuffer {
  #log = new LogLines();
  count = $state(0);

  get lines() {
    return this.#log.lines;
  }

  add(pieces: Iterable<LogPiece>) {
    this.#log.add(pieces);
    this.count = this.#log.lines.length;
  }

  /** The log has ended: shows what still waited for a missing piece. */
  close() {
    this.#log.closeGaps();
    this.count = this.#log.lines.length;
  }

  steps() {
    return this.#log.steps();
  }
}
