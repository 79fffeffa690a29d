import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ids } from "../testing/builders.ts";
import { openSpool, type SpoolEntry } from "./spool.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spool-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lease = { job: ids.job(1), lease: "l", attempt: 3 };
const aChunk = (seq: number, text = `line ${seq}\n`): SpoolEntry => ({
  kind: "chunk",
  chunk: { seq, step: "build", stream: "stdout", at: 1, text },
});
const finish = { lease, key: "k".repeat(16), outcome: { kind: "cancelled" as const }, chunkCount: 2 };

/** Everything that is waiting, batch by batch. */
function drain(spool: ReturnType<ReturnType<typeof openSpool>["open"]>): number[] {
  const seqs: number[] = [];
  while (!spool.isEmpty) {
    const batch = spool.next();
    seqs.push(...batch.chunks.map(({ seq }) => seq));
    spool.acknowledge(batch);
  }
  return seqs;
}

describe("a job's spool", () => {
  test("gives out what was put in, in order and once", () => {
    const spool = openSpool(folder).open(lease);
    for (let seq = 0; seq < 450; seq++) spool.add(aChunk(seq));
    expect(drain(spool)).toEqual(Array.from({ length: 450 }, (_, seq) => seq));
    expect(spool.isEmpty).toBe(true);
  });

  test("gives the same again until it is acknowledged", () => {
    const spool = openSpool(folder).open(lease);
    spool.add(aChunk(0));
    expect(spool.next()).toEqual(spool.next());
    spool.acknowledge(spool.next());
    expect(spool.next().chunks).toEqual([]);
  });

  test("survives the process with all that was not heard, and the result", () => {
    const before = openSpool(folder).open(lease);
    for (let seq = 0; seq < 5; seq++) before.add(aChunk(seq));
    before.acknowledge(before.next());
    before.add(aChunk(5));
    before.setFinish(finish);

    const [after, ...others] = openSpool(folder).leftovers();
    expect(others).toEqual([]);
    expect(after?.lease).toEqual(lease);
    expect(after?.finish).toEqual(finish);
    expect(after && drain(after)).toEqual([5]);
  });

  test("steps over a line that was cut short by a crash and goes on behind it", () => {
    const before = openSpool(folder).open(lease);
    before.add(aChunk(0));
    appendFileSync(join(folder, readdirSync(folder)[0] ?? "", "entries.jsonl"), '{"kind":"chunk","chu');
    const [after] = openSpool(folder).leftovers();
    after?.add(aChunk(1));
    expect(after && drain(after)).toEqual([0, 1]);
  });

  test("takes the largest chunk there can be, every character of it escaped", () => {
    const spool = openSpool(folder).open(lease);
    const text = `${"\u0001".repeat(65_535)}\n`;
    spool.add(aChunk(0, text));
    spool.add(aChunk(1));
    expect(spool.next().chunks[0]?.text).toBe(text);
    expect(drain(spool)).toEqual([0, 1]);
  });

  test("of a disk that takes nothing holds what is to be told in memory, the result included", () => {
    // A file where the folder should be refuses everybody, root too.
    const blocked = join(folder, "blocked");
    writeFileSync(blocked, "");
    const all = openSpool(join(blocked, "spool"));
    expect(all.leftovers()).toEqual([]);
    const spool = all.open(lease);
    for (let seq = 0; seq < 130; seq++) spool.add(aChunk(seq));
    spool.setFinish(finish);
    expect(drain(spool)).toEqual(Array.from({ length: 130 }, (_, seq) => seq));
    expect(spool.finish).toEqual(finish);
    spool.discard();
  });

  test("leaves nothing on disk when it is discarded", () => {
    const spool = openSpool(folder).open(lease);
    spool.add(aChunk(0));
    spool.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("is closed to other users of the machine", () => {
    openSpool(folder).open(lease).add(aChunk(0));
    const place = join(folder, readdirSync(folder)[0] ?? "");
    expect(statSync(place).mode & 0o077).toBe(0);
    expect(statSync(join(place, "entries.jsonl")).mode & 0o077).toBe(0);
  });
});
