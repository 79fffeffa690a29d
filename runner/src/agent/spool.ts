import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { FinishRequest, Lease, LogChunk, StepEvent, tolerant } from "../../contract/index.ts";

export const SpoolEntry = v.variant("kind", [
  v.strictObject({ kind: v.literal("step"), event: StepEvent }),
  v.strictObject({ kind: v.literal("chunk"), chunk: LogChunk }),
]);
export type SpoolEntry = v.InferOutput<typeof SpoolEntry>;
/** What lies on the disk may be of another version of this runner. */
const KeptEntry = tolerant(SpoolEntry);
const KeptFinish = tolerant(FinishRequest);
const KeptLease = tolerant(Lease);

export type SpoolBatch = { steps: StepEvent[]; chunks: LogChunk[]; endOffset: number; fromMemory: number };

/**
 * What one job has to tell and has not been heard yet. It is on disk before it is sent, so it survives this process; a queue on disk
 * also means that a long outage costs disk and not memory. Entries come out in the order they went in; acknowledged ones never again.
 */
export type JobSpool = {
  readonly lease: Lease;
  add: (entry: SpoolEntry) => void;
  /** The oldest entries not acknowledged yet; empty when there are none. */
  next: () => SpoolBatch;
  acknowledge: (batch: SpoolBatch) => void;
  readonly isEmpty: boolean;
  /** Kept until `discard`. */
  setFinish: (finish: FinishRequest) => void;
  readonly finish: FinishRequest | undefined;
  discard: () => void;
};

export type Spool = {
  open: (lease: Lease) => JobSpool;
  /** What an earlier process of this runner left behind. */
  leftovers: () => JobSpool[];
};

/** Of file read at once: more than the longest entry, a chunk of 64 Ki characters that all had to be escaped. */
const readBytes = 786_432;
const batchMaxBytes = 262_144;
/** The contract's limit for the smaller of the two kinds. */
const maxEntries = 100;
/** Entries kept in memory while the runner's own disk is full; later ones are a visible gap. */
const maxInMemory = 500;

export function openSpool(folder: string): Spool {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    open: (lease) => {
      const place = join(folder, `${lease.job}-a${lease.attempt}`);
      // A claim whose answer was lost is answered again with the same lease: begin afresh.
      rmSync(place, { recursive: true, force: true });
      mkdirSync(place, { mode: 0o700 });
      writeFileSync(join(place, "lease.json"), JSON.stringify(lease), { mode: 0o600 });
      return openJobSpool(place, lease);
    },
    leftovers: () =>
      readdirSync(folder)
        .filter((name) => /^job_[0-9a-z]{26}-a\d+$/.test(name))
        .flatMap((name) => readLeftover(join(folder, name)) ?? []),
  };
}

function readLeftover(place: string): JobSpool | undefined {
  const lease = v.safeParse(KeptLease, readJson(join(place, "lease.json")));
  if (lease.success) return openJobSpool(place, lease.output);
  // Killed between making the folder and writing the lease: nothing was begun.
  rmSync(place, { recursive: true, force: true });
  return undefined;
}

function openJobSpool(place: string, lease: Lease): JobSpool {
  const queue = openQueue(place);
  const finishFile = join(place, "finish.json");
  const found = v.safeParse(KeptFinish, readJson(finishFile));
  let finish = found.success ? found.output : undefined;
  return {
    lease,
    add: queue.add,
    next: queue.next,
    acknowledge: queue.acknowledge,
    get isEmpty() {
      return queue.isEmpty();
    },
    setFinish: (request) => {
      finish = request;
      trying(() => writeDurably(finishFile, JSON.stringify(request)));
    },
    get finish() {
      return finish;
    },
    discard: () => {
      queue.close();
      trying(() => rmSync(place, { recursive: true, force: true }));
    },
  };
}

function openQueue(place: string) {
  const file = join(place, "entries.jsonl");
  const descriptor = openSync(file, "a+", 0o600);
  const acknowledgedFile = join(place, "acknowledged");
  let offset = Number(readText(acknowledgedFile) || 0);
  let sizeBytes = statSync(file).size;
  // What was cut short by a crash or a full disk is ended here, so that it spoils no later line.
  let isTorn = sizeBytes > 0;
  const inMemory: SpoolEntry[] = [];
  return {
    add: (entry: SpoolEntry) => {
      const line = `${isTorn ? "\n" : ""}${JSON.stringify(entry)}\n`;
      const isWritten = inMemory.length === 0 && trying(() => writeWhole(descriptor, line));
      isTorn = !isWritten;
      if (isWritten) sizeBytes += Buffer.byteLength(line);
      else if (inMemory.length < maxInMemory) inMemory.push(entry);
    },
    next: (): SpoolBatch => (offset < sizeBytes ? readBatch(descriptor, offset) : batchOf(inMemory, offset)),
    acknowledge: (batch: SpoolBatch) => {
      offset = batch.endOffset;
      inMemory.splice(0, batch.fromMemory);
      trying(() => writeFileSync(acknowledgedFile, String(offset), { mode: 0o600 }));
    },
    isEmpty: () => offset >= sizeBytes && inMemory.length === 0,
    close: () => closeSync(descriptor),
  };
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

/** A runner whose disk is full goes on without: the job matters more than its spool. */
function trying(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  if (writeSync(descriptor, bytes) < bytes.length) throw new Error("the disk took only a part");
}

/** Complete or absent, also after a power loss. */
function writeDurably(file: string, text: string): void {
  const descriptor = openSync(`${file}.new`, "w", 0o600);
  writeSync(descriptor, text);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(`${file}.new`, file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

const readJson = (file: string) => parseJson(readText(file));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
