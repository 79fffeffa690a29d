import { expect, test } from "vitest";
import { certificateWords } from "./certificate-words.ts";

const line = (change: Record<string, unknown>) =>
  JSON.stringify({
    level: "error",
    ts: 1_700_000_000.1,
    logger: "tls.obtain",
    msg: "could not get certificate from issuer",
    identifier: "shop.example.com",
    issuer: "an-authority",
    error: "HTTP 400 urn:ietf:params:acme:error:dns - no valid A records found for shop.example.com",
    ...change,
  });

test("the last words about a host count", () => {
  const lines = [
    line({ error: "first" }),
    line({ identifier: "blog.example.com", error: "other" }),
    line({ error: "last" }),
  ];
  expect([...certificateWords(lines)]).toEqual([
    ["shop.example.com", "last"],
    ["blog.example.com", "other"],
  ]);
});

test("lines about anything else, and what is no line of the proxy, are passed over", () => {
  const lines = [
    line({ level: "info" }),
    line({ logger: "http.log.access" }),
    line({ identifier: 3 }),
    line({ error: undefined }),
    "not json {",
    "null",
    `${line({})}${" ".repeat(20_000)}`,
  ];
  expect([...certificateWords(lines)]).toEqual([]);
});

test("words are short, and end no line", () => {
  const [told = ""] = certificateWords([line({ error: `a\\u0000b\nc\u001b[31m${"x".repeat(900)}` })]).values();
  expect(told).toHaveLength(500);
  expect(told).not.toMatch(/\p{Cc}/u);
});
