import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { FinishRequest, Lease, tolerant } from "../../contract/index.ts";
import { writeWhole } from "../../state-lock/index.ts";
import { parseJson, readText, trying } from "./spool-files.ts";
import { openQueue, type SpoolBatch, type SpoolEntry } from "./spool-queue.ts";

export type { SpoolEntry } from "./spool-queue.ts";

/** What lies on the disk may be of another version of this runner. */
const KeptFinish = tolerant(FinishRequest);
const KeptLease = tolerant(Lease);

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

export function openSpool(folder: string): Spool {
  return {
    open: (lease) => {
      const place = join(folder, `${lease.job}-a${lease.attempt}`);
      const isKept = trying(() => {
        // A claim whose answer was lost is answered again with the same lease: begin afresh.
        rmSync(place, { recursive: true, force: true });
        mkdirSync(place, { recursive: true, mode: 0o700 });
        writeWhole(join(place, "lease.json"), JSON.stringify(lease));
      });
      return openJobSpool(place, { lease, isKept });
    },
    leftovers: () =>
      (existsSync(folder) ? readdirSync(folder) : [])
        .filter((name) => /^job_[0-9a-z]{26}-a\d+$/.test(name))
        .flatMap((name) => readLeftover(join(folder, name)) ?? []),
  };
}

function readLeftover(place: string): JobSpool | undefined {
  const lease = v.safeParse(KeptLease, readJson(join(place, "lease.json")));
  if (lease.success) return openJobSpool(place, { lease: lease.output, isKept: true });
  // Killed between making the folder and writing the lease: nothing was begun.
  rmSync(place, { recursive: true, force: true });
  return undefined;
}

/** `isKept`: false where the disk took nothing; what is to be told is held in memory then, and lost with this process. */
function openJobSpool(place: string, { lease, isKept }: { lease: Lease; isKept: boolean }): JobSpool {
  const queue = openQueue(isKept ? place : undefined);
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
      if (isKept) trying(() => writeWhole(finishFile, JSON.stringify(request)));
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

const readJson = (file: string) => parseJson(readText(file));
