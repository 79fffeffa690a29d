import { describe, expect, test } from "vitest";
import { longestTag, refuseTag, tagKey } from "./tags.ts";

describe("a tag", () => {
  test.each([
    "nightly",
    "Team A",
    "v2.1+rc",
    "env:prod/eu-1",
    '#1 & "quoted" <b>',
    "ночь",
    "夜間",
    "شب‌ها",
    "🌙",
    "👩‍👩‍👧",
    "❤️",
    "é".normalize("NFD"),
    "-",
    "null",
    "__proto__",
    "x".repeat(longestTag),
  ])("may be %j", (text) => {
    expect(refuseTag(text)).toBeUndefined();
  });

  test.each([
    ["", "seen"],
    [" ", "seen"],
    ["\u200d", "seen"],
    ["a,b", "comma"],
    ["a\nb", "line breaks"],
    ["a\tb", "tabs"],
    ["a\0", "cannot be seen"],
    ["night\u202ely", "cannot be seen"],
    ["night\u200bly", "cannot be seen"],
    ["night\u00adly", "cannot be seen"],
    ["\u3164", "cannot be seen"],
    ["\ud83c", "cannot be seen"],
    ["a\u00a0b", "blanks"],
    [" a", "space"],
    ["a ", "space"],
    ["a  b", "space"],
    ["\u0301a", "accent"],
    ["x".repeat(longestTag + 1), `${longestTag} characters`],
  ])("may not be %j", (text, word) => {
    expect(refuseTag(text)).toContain(word);
  });
});

test("tags that read the same are one: capitals, spellings and joiners make no other", () => {
  const same = [
    ["Nightly", "NIGHTLY"],
    ["É", "e\u0301"],
    ["ﬁx", "fix"],
    ["Ночь", "ночь"],
    ["❤️", "❤"],
  ];
  for (const [one = "", other = ""] of same) expect(tagKey(one)).toBe(tagKey(other));
  expect(tagKey("a b")).not.toBe(tagKey("ab"));
});
