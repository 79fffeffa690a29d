import { expect, test } from "vitest";
import { Prelude } from "./prelude.ts";

const answer = "HTTP/1.1 200 OK\r\nApi-Version: 1.47\r\n\r\nOK";
const through = (chunks: readonly string[]) => {
  const prelude = new Prelude();
  const given = chunks.map((chunk) => prelude.after(Buffer.from(chunk)).toString()).join("");
  return { given, text: prelude.text };
};

test.each([
  ["nothing", [answer], ""],
  ["a line", ["Welcome to the server\n", answer], "Welcome to the server\n"],
  ["words without an end of line", [`Willkommen, schöne Welt ${answer}`], "Willkommen, schöne Welt "],
  ["a greeting in pieces, and the answer too", ["Wel", "come\nHT", "TP/1.1 2", "00 OK\r\n"], "Welcome\n"],
])("after %s the answer comes whole", (_what, chunks, text) => {
  expect(through(chunks)).toEqual({ given: chunks.join("").slice(text.length), text });
});

test("what looks like a beginning later on stays where it is", () => {
  const later = "body with HTTP/1.1 200 in it";
  expect(through([answer, later]).given).toBe(answer + later);
});

test("a shell that only talks is not listened to for ever", () => {
  const { given, text } = through(Array.from({ length: 20 }, () => "y\n".repeat(4_096)));
  expect(given.length).toBe(20 * 8_192);
  expect(text.length).toBe(65_536);
});
