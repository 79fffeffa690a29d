import type { Database } from "./client.ts";

/** Writes a database file anew, so that it can shrink from then on. Everything else waits meanwhile; it takes as much disk again. */
export async function rebuildFile({ $client }: Database): Promise<void> {
  await $client.executeMultiple("PRAGMA auto_vacuum = INCREMENTAL; VACUUM;");
}
