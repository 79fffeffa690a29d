import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { readers } from "./readers.ts";

const patienceMs = 5_000;

/** Readers from one on that end, each within the patience; then the process is killed. */
function endedFrom(from: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "read-all.ts"), String(from)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    const ended: string[] = [];
    const kill = () => child.kill("SIGKILL");
    let timer = setTimeout(kill, patienceMs);
    createInterface(child.stdout).on("line", (name) => {
      ended.push(name);
      clearTimeout(timer);
      timer = setTimeout(kill, patienceMs);
    });
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      resolve(ended);
    });
  });
}

test("whoever reads foreign text comes to the end of a mebibyte of what costs it most", {
  timeout: 240_000,
}, async () => {
  const names = Object.keys(readers);
  const ended = new Set<string>();
  let at = 0;
  let tries = 0;
  while (at < names.length) {
    const more = await endedFrom(at);
    for (const name of more) ended.add(name);
    tries = more.length > 0 ? 0 : tries + 1;
    at += more.length;
    // Once more from the same one: the machine may have had something else to do.
    if (tries === 2) {
      at++;
      tries = 0;
    }
  }
  expect(names.filter((name) => !ended.has(name))).toEqual([]);
});
