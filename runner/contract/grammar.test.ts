import * as v from "valibot";
import { expect, test } from "vitest";
import { AddressRanges, DisplayName, EnvValue, rangesIn } from "./grammar.ts";

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

const areRanges = (text: string) => v.is(AddressRanges, text);

test("who stands in front is named by addresses and networks, however they are parted", () => {
  expect(["", "10.0.0.5", "173.245.48.0/20, 10.0.0.5\n2400:cb00::/32", "::1"].map(areRanges)).toEqual(
    Array.from({ length: 4 }, () => true),
  );
  expect(rangesIn(" 10.0.0.5,\n2400:cb00::/32 ")).toEqual(["10.0.0.5", "2400:cb00::/32"]);
});

test.each([
  "0.0.0.0/0",
  "::/0",
  "10.0.0.0/33",
  "10.0.0/8",
  "cloudflare",
  "10.0.0.0/8/8",
  "fe80::1%eth0",
  "10.0.0.5 {x}",
])("%j is nobody who may be believed", (text) => {
  expect(areRanges(text)).toBe(false);
});
