import { expect, test } from "vitest";
import { randomIds } from "../adapters/ids.ts";
import { hashToken, isWellFormed, makeToken } from "./token-text.ts";

test("a token carries its kind and a checksum that holds", () => {
  const token = makeToken("runner", randomIds);
  expect(token).toMatch(/^flr_[0-9A-Za-z]{36}$/);
  expect(isWellFormed("runner", token)).toBe(true);
});

test("a token of another kind is refused before any query", () => {
  expect(isWellFormed("user", makeToken("runner", randomIds))).toBe(false);
});

test.each([
  ["truncated", (token: string) => token.slice(0, -1)],
  ["longer", (token: string) => `${token}0`],
  [
    "with one letter changed",
    (token: string) => token.slice(0, 10) + (token[10] === "a" ? "b" : "a") + token.slice(11),
  ],
  ["with a space", (token: string) => ` ${token}`],
  ["empty", () => ""],
])("a token that is %s has no valid checksum", (_name, damage) => {
  expect(isWellFormed("user", damage(makeToken("user", randomIds)))).toBe(false);
});

test("two tokens differ, and equal tokens hash alike", async () => {
  const token = makeToken("user", randomIds);
  expect(token).not.toBe(makeToken("user", randomIds));
  expect(await hashToken(token)).toBe(await hashToken(token));
  expect(await hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
});
