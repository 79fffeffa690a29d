import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { outliveOutput } from "./outlive-output.ts";

const program = `import { outliveOutput } from ${JSON.stringify(join(import.meta.dirname, "outlive-output.ts"))};
  if (process.argv[1] === "outlive") outliveOutput();
  console.log("a line"); process.stderr.write("another\\n");
  setTimeout(() => console.log("a later line"), 30);
  setTimeout(() => process.exit(7), 60);`;
const start = (how: string, output: number | "pipe") =>
  spawn(process.execPath, ["--input-type=module", "--eval", program, how], { stdio: ["ignore", output, output] });

async function onFullDisk(how: string): Promise<unknown> {
  const full = openSync("/dev/full", "w");
  const [code]: unknown[] = await once(start(how, full), "exit");
  closeSync(full);
  return code;
}

async function withoutReader(how: string): Promise<unknown> {
  const child = start(how, "pipe");
  child.stdout?.destroy();
  child.stderr?.destroy();
  const [code]: unknown[] = await once(child, "exit");
  return code;
}

test("an error of a stream is nobody's end", () => {
  const stream = new Writable();
  outliveOutput([stream]);
  expect(() => stream.emit("error", new Error("ENOSPC"))).not.toThrow();
});

// allow tests: what a full disk says, this device says at once; only Linux has it
describe.runIf(existsSync("/dev/full"))("a program whose log", () => {
  test.each([
    ["lies on a full disk", onFullDisk],
    ["has no reader any more", withoutReader],
  ])("%s goes on to its own end", async (_, end) => {
    expect([await end("outlive"), await end("as Node does")]).toEqual([7, 1]);
  });
});
