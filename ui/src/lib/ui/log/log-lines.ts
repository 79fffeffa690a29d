import { type AnsiStyle, parseAnsiLine, plainText } from "./ansi.ts";

/** A piece of a log as it arrives: whole lines, numbered from 0 within an attempt. `at` is epoch ms. */
export type LogPiece = { attempt: number; seq: number; step: string; stream: string; at: number; text: string };

/** `number` counts from 1 over the whole log and is what a link to a line names. */
export type LogLine = {
  number: number;
  text: string;
  raw: string;
  start: AnsiStyle;
  stream: string;
  step: string;
  at: number;
};

/**
 * Orders pieces by attempt and number, drops repeats, and turns them into lines.
 * A piece that comes too early waits; `closeGaps` gives up on what is missing and says so with a line of its own.
 */
export class LogLines {
  readonly lines: LogLine[] = [];
  #attempt = 0;
  #nextSeq = 0;
  #held = new Map<string, LogPiece>();
  #styles = new Map<string, AnsiStyle>();

  /** Takes pieces in any order; returns how many lines were added. */
  add(pieces: Iterable<LogPiece>): number {
    const before = this.lines.length;
    for (const piece of pieces) {
      const isOld = piece.attempt < this.#attempt || (piece.attempt === this.#attempt && piece.seq < this.#nextSeq);
      if (!isOld) this.#held.set(`${piece.attempt}/${piece.seq}`, piece);
      this.#drain();
    }
    return this.lines.length - before;
  }

  /** Shows everything that waits, with a line for each gap. Called when the log has ended or a later attempt has begun. */
  closeGaps(): void {
    const waiting = [...this.#held.values()].sort((a, b) => a.attempt - b.attempt || a.seq - b.seq);
    for (const piece of waiting) {
      this.#beginAttempt(piece);
      if (piece.seq > this.#nextSeq)
        this.#note(piece, `… ${piece.seq - this.#nextSeq} pieces of the log are missing …`);
      this.#nextSeq = piece.seq;
      this.#drain();
    }
  }

  /** First line of each step in order of appearance: the anchors of the log. */
  steps(): { step: string; number: number }[] {
    const seen = new Map<string, number>();
    for (const line of this.lines) if (line.step && !seen.has(line.step)) seen.set(line.step, line.number);
    return [...seen].map(([step, number]) => ({ step, number }));
  }

  #drain(): void {
    for (;;) {
      const key = `${this.#attempt}/${this.#nextSeq}`;
      const piece = this.#held.get(key) ?? this.#firstOfNextAttempt();
      if (!piece) return;
      this.#held.delete(`${piece.attempt}/${piece.seq}`);
      this.#beginAttempt(piece);
      this.#nextSeq = piece.seq + 1;
      this.#append(piece);
    }
  }

  // A lost runner never completes its attempt: once the next attempt speaks, the earlier one has nothing more to say.
  #firstOfNextAttempt(): LogPiece | undefined {
    const isFresh = this.lines.length === 0 && this.#nextSeq === 0;
    for (const piece of this.#held.values())
      if (piece.seq === 0 && (isFresh || piece.attempt > this.#attempt)) return piece;
    return undefined;
  }

  #beginAttempt(piece: LogPiece): void {
    if (piece.attempt <= this.#attempt) return;
    if (this.lines.length > 0) this.#note(piece, `Attempt ${piece.attempt} begins here`);
    this.#attempt = piece.attempt;
    this.#nextSeq = 0;
    this.#styles.clear();
  }

  #append(piece: LogPiece): void {
    const text = piece.text.endsWith("\n") ? piece.text.slice(0, -1) : piece.text;
    for (const raw of text.split("\n")) {
      const start = this.#styles.get(piece.stream) ?? {};
      const { spans, end } = parseAnsiLine(raw, start);
      this.#styles.set(piece.stream, end);
      this.#push(piece, { text: plainText(spans), raw, start });
    }
  }

  #note(piece: LogPiece, text: string): void {
    this.#push({ ...piece, stream: "system", step: "" }, { text, raw: text, start: { dim: true } });
  }

  #push(from: LogPiece, line: Pick<LogLine, "text" | "raw" | "start">): void {
    this.lines.push({ number: this.lines.length + 1, stream: from.stream, step: from.step, at: from.at, ...line });
  }
}
