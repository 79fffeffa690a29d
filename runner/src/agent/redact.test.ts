import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor, mask, type Redactor } from "./redact.ts";

const secretText = fc
  .string({ minLength: 6, maxLength: 40, unit: "grapheme-ascii" })
  .filter((text) => text.trim().length >= 6);
const token = fc.stringMatching(/^[A-Za-z0-9]{8,32}$/);
const filler = fc.string({ maxLength: 60, unit: "grapheme-ascii" }).map((text) => text.replaceAll("\n", " "));

/** Sends a text in pieces of these sizes, the rest at once. */
function inPieces({ stream }: Redactor, text: string, sizes: readonly number[]): string {
  const redacting = stream();
  let at = 0;
  let out = "";
  for (const size of sizes) {
    out += redacting.push(text.slice(at, at + size));
    at += size;
  }
  return out + redacting.push(text.slice(at)) + redacting.end();
}

const pieceSizes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 });

describe("a redactor", () => {
  test("lets no secret through, wherever the text is cut", () => {
    fc.assert(
      fc.property(secretText, filler, filler, pieceSizes, (secret, before, after, sizes) => {
        const redacted = inPieces(createRedactor([secret]), `${before}${secret}${after}\n`, sizes);
        expect(redacted).not.toContain(secret);
        expect(redacted).toContain(mask);
      }),
      { numRuns: 2_000 },
    );
  });

  test("says the same about a text however it is cut", () => {
    fc.assert(
      fc.property(fc.array(secretText, { maxLength: 4 }), fc.array(filler), pieceSizes, (secrets, lines, sizes) => {
        const text = [...lines, ...secrets, ...lines].join("\n");
        const redactor = createRedactor(secrets);
        expect(inPieces(redactor, text, sizes)).toBe(redactor.redact(text));
      }),
      { numRuns: 1_000 },
    );
  });

  test("leaves every byte of a text without secrets as it is", () => {
    const harmless = fc.stringMatching(/^[a-m ]{0,80}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[N-Z]{6,20}$/), fc.array(harmless), pieceSizes, (secret, lines, sizes) => {
        const text = lines.join("\n");
        expect(inPieces(createRedactor([secret]), text, sizes)).toBe(text);
      }),
    );
  });

  test.each([
    ["raw", (secret: string) => secret],
    ["base64", (secret: string) => Buffer.from(secret).toString("base64")],
    ["base64 after one more byte", (secret: string) => Buffer.from(`x${secret}yz`).toString("base64")],
    ["base64 after two more bytes", (secret: string) => Buffer.from(`xy${secret}z`).toString("base64")],
    ["base64url", (secret: string) => Buffer.from(secret).toString("base64url")],
    ["URL", (secret: string) => encodeURIComponent(secret)],
    ["form", (secret: string) => new URLSearchParams({ a: secret }).toString().slice(2)],
    ["JSON", (secret: string) => JSON.stringify({ a: secret })],
    ["JSON in JSON", (secret: string) => JSON.stringify(JSON.stringify(secret))],
  ])("knows a secret in its %s form", (_form, encode) => {
    const secrets = ["correct horse/battery+staple", 'quo"ted\\back', "päßwörd-1234", "sk_live_51H8xyzABCDEFG"];
    for (const secret of secrets) {
      const encoded = encode(secret);
      const redacted = createRedactor([secret]).redact(`value=${encoded};`);
      expect(redacted, secret).toContain(mask);
      // What may stay of base64 are the characters that also depend on the neighbours of the secret.
      expect(redacted.length - mask.length - "value=;".length, secret).toBeLessThanOrEqual(8);
    }
  });

  test("masks a value of several lines line by line", () => {
    const secret = "first-line-of-it\nsecond-line-of-it\n  indented-third\n";
    const redacted = createRedactor([secret]).redact(`a\nfirst-line-of-it\nb second-line-of-it c\nindented-third\n`);
    expect(redacted).toBe(`a\n${mask}\nb ${mask} c\n${mask}\n`);
  });

  test("finds a secret that was printed with colours in its middle", () => {
    const redacted = createRedactor(["hunter2hunter2"]).redact("pw \u001b[31mhunter2\u001b[0mhunter2\u001b[1m!\n");
    expect(redacted).toBe(`pw \u001b[31m${mask}\u001b[1m!\n`);
  });

  test("finds a secret whose first letter a sequence would take for its end", () => {
    expect(createRedactor(["hunter2hunter2"]).redact("pw \u001b[hunter2hunter2!")).toBe(`pw \u001b[${mask}!`);
  });

  test("lets a line of nothing but colours go as it is, and holds back only what may still be a secret", () => {
    const colours = "\u001b[31m".repeat(100_000);
    const redacting = createRedactor(["hunter2hunter2"]).stream();
    const letGo = redacting.push(colours);
    expect(letGo.length).toBeGreaterThan(colours.length / 2);
    expect(letGo + redacting.push("hunter2hunter2\n")).toBe(`${colours}${mask}\n`);
  });

  test("finds a secret with more colours in its middle than it keeps", () => {
    const redacting = createRedactor(["hunter2hunter2"]).stream();
    const pieces = ["pw hunter2", "\u001b[31m".repeat(100_000), "hunter2!\n"].map((piece) => redacting.push(piece));
    expect(pieces.join("")).toBe(`pw ${mask}!\n`);
  });

  test("masks a key on one line, however long the line, and shows what comes after it", () => {
    const key = `-----BEGIN PRIVATE KEY-----${"MIIEvQIB ".repeat(12_000)}-----END PRIVATE KEY-----`;
    const redacting = createRedactor([]).stream();
    let out = "";
    for (let at = 0; at < key.length; at += 5_000) out += redacting.push(key.slice(at, at + 5_000));
    expect(out + redacting.push(" told\n")).toBe(`${mask} told\n`);
  });

  test("masks overlapping secrets as one", () => {
    expect(createRedactor(["abcdefgh", "efghijkl"]).redact("-abcdefghijkl-")).toBe(`-${mask}-`);
  });

  test("holds little of a line that never ends and still finds what is in it", () => {
    fc.assert(
      fc.property(token, fc.integer({ min: 0, max: 140_000 }), (secret, at) => {
        const redacting = createRedactor([secret]).stream();
        const text = `${".".repeat(at)}${secret}${".".repeat(150_000 - at)}`;
        let out = "";
        for (let from = 0; from < text.length; from += 7_001) out += redacting.push(text.slice(from, from + 7_001));
        expect(out.length).toBeGreaterThan(100_000);
        out += redacting.end();
        expect(out).toBe(text.replace(secret, mask));
      }),
      { numRuns: 60 },
    );
  });

  test("masks one endless repetition of a secret as one", () => {
    const redacting = createRedactor(["aaaaaa"]).stream();
    let out = "";
    for (let piece = 0; piece < 20; piece++) out += redacting.push("a".repeat(10_000));
    expect(out + redacting.end()).toBe(mask);
  });

  test.each([
    ["https://user:pw@git.test/x.git", `https://${mask}@git.test/x.git`],
    ["https://ghtoken@git.test/x.git", `https://${mask}@git.test/x.git`],
    ["postgres://app:s3cr3t@db:5432/x", `postgres://app:${mask}@db:5432/x`],
    ["ssh://git@git.test/x.git", "ssh://git@git.test/x.git"],
    [`Bearer flr_${"a1B2".repeat(9)}`, `Bearer ${mask}`],
    ["mail me@example.com", "mail me@example.com"],
  ])("knows secrets by their looks: %s", (text, expected) => {
    expect(createRedactor([]).redact(text)).toBe(expected);
  });

  test("masks a private key that nobody told it of, and stops at its end", () => {
    const body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
    const text = `start\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n${body}\n${body}==\n-----END RSA PRIVATE KEY-----\nthe end is told\n`;
    const redacted = createRedactor([]).redact(text);
    expect(redacted).not.toContain("MIIE");
    expect(redacted).toMatch(/^start\n/);
    expect(redacted).toMatch(/\nthe end is told\n$/);
  });

  test("leaves values alone that are shorter than six characters", () => {
    expect(createRedactor(["3000", "dev"]).redact("port 3000 dev")).toBe("port 3000 dev");
  });
});
