import { describe, expect, test } from "vitest";
import type { LogChunk } from "../../contract/index.ts";
import { createJobLog } from "./log-stream.ts";
import { createRedactor } from "./redact.ts";

function aLog(limits: { chunkMaxBytes?: number; logMaxBytes?: number; secrets?: string[] } = {}) {
  const chunks: LogChunk[] = [];
  const { chunkMaxBytes = 65_536, logMaxBytes = 1_000_000, secrets = [] } = limits;
  const log = createJobLog({
    chunkMaxBytes,
    logMaxBytes,
    redactor: createRedactor(secrets),
    now: () => 1,
    emit: (chunk) => chunks.push(chunk),
    onText: () => undefined,
    firstStep: "connect",
  });
  const text = () => chunks.map((chunk) => chunk.text).join("");
  return { log, chunks, text };
}

describe("a job's log", () => {
  test("is numbered without gaps from zero, by step and stream", () => {
    const { log, chunks } = aLog();
    log.say("hello");
    log.enter("build");
    log.write("stdout", "out\n");
    log.write("stderr", "err\n");
    log.end();
    expect(chunks.map(({ seq, step, stream, text }) => [seq, step, stream, text])).toEqual([
      [0, "connect", "system", "hello\n"],
      [1, "build", "stdout", "out\n"],
      [2, "build", "stderr", "err\n"],
    ]);
    expect(log.chunkCount).toBe(3);
  });

  test("holds back a line until it has ended, and its secret with it", () => {
    const { log, text } = aLog({ secrets: ["swordfish-1"] });
    log.write("stdout", "password is sword");
    log.flush();
    expect(text()).toBe("");
    log.write("stdout", "fish-1 indeed\n");
    log.flush();
    expect(text()).toBe("password is *** indeed\n");
  });

  test("puts characters together that were cut in the middle of their bytes", () => {
    const { log, text } = aLog();
    for (const byte of Buffer.from("grün 🔑\n")) log.write("stdout", Uint8Array.of(byte));
    log.end();
    expect(text()).toBe("grün 🔑\n");
  });

  test("never makes a chunk larger than was asked for, nor one that ends within a line", () => {
    const { log, chunks } = aLog({ chunkMaxBytes: 20_000 });
    for (let line = 0; line < 3_000; line++) log.write("stdout", `line ${line} ${"x".repeat(40)}\n`);
    log.end();
    expect(Math.max(...chunks.map(({ text }) => Buffer.byteLength(text)))).toBeLessThanOrEqual(20_000);
    expect(chunks.every(({ text }) => text.endsWith("\n"))).toBe(true);
  });

  test("ends a line that nobody ended, however long it is", () => {
    const { log, chunks } = aLog();
    log.write("stdout", "y".repeat(200_000));
    log.end();
    expect(chunks.every(({ text }) => text.endsWith("\n"))).toBe(true);
    const lengths = chunks.flatMap(({ text }) => text.split("\n")).map((line) => line.length);
    expect(Math.max(...lengths)).toBe(16_384);
    expect(chunks.map(({ text }) => text.replaceAll("\n", "").length).reduce((a, b) => a + b)).toBe(200_000);
  });

  test("is cut where it grows too long, says so, and still tells what we have to say", () => {
    const { log, text } = aLog({ logMaxBytes: 2_097_152 });
    for (let line = 0; line < 50_000; line++) log.write("stdout", `${"z".repeat(99)}\n`);
    log.say("The build failed.");
    log.end();
    expect(text().length).toBeLessThan(2_200_000);
    expect(text()).toContain("longer than 2 MiB");
    expect(text()).toMatch(/The build failed\.\n$/);
  });

  test("shows bytes that are no text, and NUL, as replacements", () => {
    const { log, text } = aLog();
    log.write("stdout", Buffer.from([0x61, 0xff, 0x00, 0x62, 0x0a]));
    log.end();
    expect(text()).toBe("a\ufffd\ufffdb\n");
  });
});
