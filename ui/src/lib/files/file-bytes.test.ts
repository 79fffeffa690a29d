import { expect, test } from "vitest";
import { fromBase64, isTypable, readChosen, toBase64 } from "./file-bytes.ts";

const every = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);

test("bytes come back from base64 as they were", () => {
  expect(fromBase64(toBase64(every))).toEqual(every);
});

test("a chosen text is typed on, with its mark of byte order", () => {
  expect(readChosen(new TextEncoder().encode("\ufeffa: ü\n"))).toEqual({ typed: "\ufeffa: ü\n" });
});

test.each([
  ["bytes that are no text", Uint8Array.of(0xff, 0)],
  ["a text with ends of lines of several kinds", new TextEncoder().encode("a\r\nb\n")],
  ["a long text", new Uint8Array(600_000).fill(97)],
])("%s are sent as they are", (_what, bytes) => {
  expect(readChosen(bytes)).toEqual({ sent: { base64: toBase64(bytes) }, sizeBytes: bytes.length });
});

test("a text that a field would change is not typed on", () => {
  expect(["a\rb", "a\0b"].map(isTypable)).toEqual([false, false]);
});
