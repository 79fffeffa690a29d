import { expect, test } from "vitest";
import { lineEndsOf, withLineEnds } from "./line-ends.ts";

test.each([
  ["", "\n"],
  ["one line", "\n"],
  ["a\nb\n", "\n"],
  ["a\r\nb\r\n", "\r\n"],
  ["a\rb", undefined],
  ["a\r\nb\n", undefined],
  ["a\r\n\rb", undefined],
])("%j ends its lines with %j", (text, ends) => {
  expect(lineEndsOf(text)).toBe(ends);
});

test.each(["a\r\nb\r\n", "a\nb\n"])("%j comes back from a text field as it was", (text) => {
  const shown = text.replaceAll("\r\n", "\n");
  expect(withLineEnds(shown, lineEndsOf(text) ?? "\n")).toBe(text);
});
