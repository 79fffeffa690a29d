import { describe, expect, test } from "vitest";
import { LogLines, type LogPiece } from "./log-lines.ts";

const piece = (seq: number, change: Partial<LogPiece> = {}): LogPiece => ({
  attempt: 1,
  seq,
  step: "build",
  stream: "stdout",
  at: 1_700_000_000_000 + seq,
  text: `line ${seq}\n`,
  ...change,
});
const texts = (log: LogLines) => log.lines.map((line) => line.text);

describe("order", () => {
  test("pieces that arrive out of order are shown in order", () => {
    const log = new LogLines();
    log.add([piece(0), piece(2)]);
    expect(texts(log)).toEqual(["line 0"]);
    log.add([piece(1)]);
    expect(texts(log)).toEqual(["line 0", "line 1", "line 2"]);
  });

  test("a piece that arrives twice is shown once", () => {
    const log = new LogLines();
    log.add([piece(0), piece(0), piece(1), piece(0)]);
    log.closeGaps();
    expect(texts(log)).toEqual(["line 0", "line 1"]);
  });

  test("a second attempt follows the first under its own mark", () => {
    const log = new LogLines();
    log.add([piece(0), piece(0, { attempt: 2, text: "again\n" }), piece(1)]);
    expect(texts(log)).toEqual(["line 0", "Attempt 2 begins here", "again"]);
  });

  test("a gap that never closes is named when the log ends", () => {
    const log = new LogLines();
    log.add([piece(0), piece(3), piece(4)]);
    log.closeGaps();
    expect(texts(log)).toEqual(["line 0", "… 2 pieces of the log are missing …", "line 3", "line 4"]);
  });
});

describe("lines", () => {
  test("a piece of several lines gives numbered lines with their step and stream", () => {
    const log = new LogLines();
    log.add([piece(0, { text: "one\n\ntwo\n", stream: "stderr" })]);
    expect(log.lines.map(({ number, text, stream, step }) => [number, text, stream, step])).toEqual([
      [1, "one", "stderr", "build"],
      [2, "", "stderr", "build"],
      [3, "two", "stderr", "build"],
    ]);
  });

  test("each stream keeps its own open colour between lines", () => {
    const log = new LogLines();
    log.add([
      piece(0, { text: "\u001b[31mred\n" }),
      piece(1, { text: "err\n", stream: "stderr" }),
      piece(2, { text: "still red\n" }),
    ]);
    expect(log.lines.map((line) => line.start)).toEqual([{}, {}, { fg: 1 }]);
  });

  test("each step is anchored at its first line", () => {
    const log = new LogLines();
    log.add([piece(0, { step: "fetch", text: "a\nb\n" }), piece(1), piece(2, { step: "fetch" })]);
    expect(log.steps()).toEqual([
      { step: "fetch", number: 1 },
      { step: "build", number: 3 },
    ]);
  });
});
