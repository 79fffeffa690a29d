import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { LogChunk, StepEvent, tolerant } from "../../contract/index.ts";
import { writeWhole } from "../../state-lock/index.ts";
import { parseJson, readText, trying } from "./spool-files.ts";

const SpoolEntry = v.variant("kind", [
  v.strictObject({ kind: v.literal("step"), event: StepEvent }),
  v.strictObject({ kind: v.literal("chunk"), chunk: LogChunk }),
]);
export type SpoolEntry = v.InferOutput<typeof SpoolEntry>;
/** What lies on the disk may be of another version of this runner. */
const KeptEntry = tolerant(SpoolEntry);

export type SpoolBatch = { steps: StepEvent[]; chunks: LogChunk[]; endOffset: number; fromMemory: number };

/** Of file read at once: more than the longest entry, a chunk of 64 Ki characters that all had to be escaped. */
const readBytes = 786_432;
const batchMaxBytes = 262_144;
/** The contract's limit for the smaller of the two kinds. */
const maxEntries = 100;
/** Entries kept in memory while the runner's own disk is full; later ones are a visible gap. */
const maxInMemory = 500;

/** The entries of one job in its folder, as far as the disk takes them; undefined: in memory alone. */
export function openQueue(place: string | undefined) {
  const descriptor = place === undefined ? undefined : openFile(join(place, "entries.jsonl"));
  const acknowledgedFile = join(place ?? "", "acknowledged");
  let offset = place === undefined ? 0 : Number(readText(acknowledgedFile) || 0);
  let sizeBytes = descriptor === undefined ? 0 : fstatSync(descriptor).size;
  // What was cut short by a crash or a full disk is ended here, so that it spoils no later line.
  let isTorn = sizeBytes > 0;
  const inMemory: SpoolEntry[] = [];
  return {
    add: (entry: SpoolEntry) => {
      const line = `${isTorn ? "\n" : ""}${JSON.stringify(entry)}\n`;
      const isWritten =
        descriptor !== undefined && inMemory.length === 0 && trying(() => appendWhole(descriptor, line));
      isTorn = !isWritten;
      if (isWritten) sizeBytes += Buffer.byteLength(line);
      else if (inMemory.length < maxInMemory) inMemory.push(entry);
    },
    next: (): SpoolBatch =>
      descriptor !== undefined && offset < sizeBytes ? readBatch(descriptor, offset) : batchOf(inMemory, offset),
    acknowledge: (batch: SpoolBatch) => {
      offset = batch.endOffset;
      inMemory.splice(0, batch.fromMemory);
      if (descriptor === undefined) return;
      // Not durable: what is told twice after a power loss is known by its numbers.
      trying(() => writeWhole(acknowledgedFile, String(offset), { isDurable: false }));
    },
    isEmpty: () => offset >= sizeBytes && inMemory.length === 0,
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

function openFile(file: string): number | undefined {
  try {
    return openSync(file, "a+", 0o600);
  } catch {
    return undefined;
  }
}

function readBatch(descriptor: number, offset: number): SpoolBatch {
  const buffer = Buffer.alloc(readBytes);
  const read = buffer.subarray(0, readSync(descriptor, buffer, 0, readBytes, offset));
  const entries: SpoolEntry[] = [];
  let from = 0;
  while (from < batchMaxBytes && entries.length < maxEntries) {
    const end = read.indexOf(10, from);
    if (end === -1) break;
    const parsed = v.safeParse(KeptEntry, parseJson(read.toString("utf8", from, end)));
    if (parsed.success) entries.push(parsed.output);
    from = end + 1;
  }
  // Without a line end there is only a torn rest.
  return { ...batchOf(entries, offset + (from || read.length)), fromMemory: 0 };
}

function batchOf(entries: readonly SpoolEntry[], endOffset: number): SpoolBatch {
  const taken = entries.slice(0, maxEntries);
  return {
    steps: taken.flatMap((entry) => (entry.kind === "step" ? [entry.event] : [])),
    chunks: taken.flatMap((entry) => (entry.kind === "chunk" ? [entry.chunk] : [])),
    endOffset,
    fromMemory: taken.length,
  };
}

function appendWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  if (writeSync(descriptor, bytes) < bytes.length) throw new Error("the disk took only a part");
}
