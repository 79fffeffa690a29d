import * as v from "valibot";
import { expect, test } from "vitest";
import { DisplayName, EnvValue } from "./grammar.ts";

const isName = (text: string) => v.is(DisplayName, text);

test.each(["Shop\nBcc: x", "a\u0000b", "a\u001b[31mb", "a\u007fb", "a\u0085b", "a\u2028b"])(
  "%j is no name: it holds a control character",
  (text) => {
    expect(isName(text)).toBe(false);
  },
);

test("a name is any other text of its length", () => {
  expect(["<b>Shop</b> $(id) 👩", "x".repeat(80)].map(isName)).toEqual([true, true]);
  expect(["", " ", "x".repeat(81), "half \ud83d"].map(isName)).toEqual([false, false, false, false]);
});

test("the value of a variable is any text but NUL and half a character, up to its size in bytes", () => {
  const isValue = (text: string) => v.is(EnvValue, text);
  expect(["", "a\r\n\tb ", "ü".repeat(32_768)].map(isValue)).toEqual([true, true, true]);
  expect(["a\u0000b", "half \ud83d", `ü${"ü".repeat(32_768)}`].map(isValue)).toEqual([false, false, false]);
});
