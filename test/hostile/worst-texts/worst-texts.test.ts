import { join } from "node:path";
import { expect, test } from "vitest";
import { runWhileTalking } from "../../../scripts/process/run-while-talking.ts";
import { readers } from "./readers.ts";

/** Readers from one on that come to their end, each within five seconds; then the process is killed. */
async function endedFrom(from: number): Promise<string[]> {
  const script = join(import.meta.dirname, "read-all.ts");
  const { lines } = await runWhileTalking(script, { args: [String(from)], patienceMs: 5_000 });
  return lines;
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
