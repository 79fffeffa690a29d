import { describe, expect, test } from "vitest";
import { parseAnsiLine, plainText } from "./ansi.ts";

const read = (raw: string) => plainText(parseAnsiLine(raw).spans);

describe("colours", () => {
  test("a plain line is one piece without style", () => {
    expect(parseAnsiLine("npm ci")).toEqual({ spans: [{ text: "npm ci", style: {} }], end: {} });
  });

  test("a colour starts a new piece and reset ends it", () => {
    expect(parseAnsiLine("\u001b[31merror\u001b[0m done").spans).toEqual([
      { text: "error", style: { fg: 1 } },
      { text: " done", style: {} },
    ]);
  });

  test("bold, bright and background marks add up and go one by one", () => {
    expect(parseAnsiLine("\u001b[1;92;44ma\u001b[22mb\u001b[39mc\u001b[49md").spans).toEqual([
      { text: "a", style: { fg: 10, bg: 4, bold: true } },
      { text: "b", style: { fg: 10, bg: 4 } },
      { text: "c", style: { bg: 4 } },
      { text: "d", style: {} },
    ]);
  });

  test("a style left open carries over to the next line", () => {
    const first = parseAnsiLine("\u001b[33mwarning:");
    expect(parseAnsiLine("still yellow", first.end).spans).toEqual([{ text: "still yellow", style: { fg: 3 } }]);
  });

  test("colours beyond the sixteen become the nearest readable one", () => {
    expect(parseAnsiLine("\u001b[38;5;196mx").end).toEqual({ fg: 1 });
    expect(parseAnsiLine("\u001b[38;2;250;80;90mx").end).toEqual({ fg: 9 });
    expect(parseAnsiLine("\u001b[48;5;232mx").end).toEqual({ bg: 0 });
  });
});

describe("hostile output is inert and readable", () => {
  test.each([
    ["a window title", "\u001b]0;owned\u0007safe", "safe"],
    ["a clipboard write", "\u001b]52;c;ZXZpbA==\u001b\\safe", "safe"],
    ["a hyperlink keeps its text only", "\u001b]8;;http://evil\u0007click\u001b]8;;\u0007", "click"],
    ["an unfinished title eats nothing before it", "before\u001b]0;never ends", "before"],
    ["a device control string", "\u001bPq#0;2;0\u001b\\after", "after"],
    ["cursor up and clear screen", "\u001b[2Aone\u001b[2Jtwo\u001b[H", "onetwo"],
    ["an eight bit control sequence", "\u009b31mred\u009b0m", "red"],
    ["an unfinished sequence at the end", "text\u001b[31", "text"],
    ["a lone escape", "a\u001b", "a"],
  ])("%s", (_what, raw, expected) => {
    expect(read(raw)).toBe(expected);
  });

  test("control, zero-width and direction characters become signs one can see", () => {
    expect(read("a\u0000b\u0008c\u202ed\u200be\u007f")).toBe("a␀b␈c<U+202E>d<U+200B>e␡");
  });

  test("a progress line shows what was written last", () => {
    expect(read("10%\r50%\r100%\r")).toBe("100%");
    expect(read("\u001b[32m10%\r\u001b[33m100%")).toBe("100%");
  });

  test("a tab becomes four spaces so columns can be counted", () => {
    expect(read("a\tb")).toBe("a    b");
  });
});
