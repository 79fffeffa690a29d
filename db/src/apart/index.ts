import { type Database, overClient } from "../client.ts";
import { openFileClient } from "../file-client.ts";
import { waitForLocks } from "../wait-for-locks.ts";
import { startWriter } from "./start-writer.ts";
import { writingApart } from "./writing-apart.ts";

/** Beside the bundle, or where it is written. */
const program = new URL(import.meta.url.endsWith(".ts") ? "./writer-thread.ts" : "./writer.mjs", import.meta.url);

/**
 * Opens `file:…` for a process that must not stand still: what writes goes to a thread of its own, and what belongs to the file
 * itself is said by that thread alone.
 */
export function openFileApart(url: string): { db: Database; close(): Promise<void> } {
  const thread = startWriter({ url, program });
  const reader = waitForLocks(openFileClient(url), { pragmas: { file: [], each: [] } });
  return {
    db: overClient(writingApart(reader, thread)),
    close: async () => {
      reader.close();
      await thread.close();
    },
  };
}
