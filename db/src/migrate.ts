import { fileURLToPath } from "node:url";
import { migrate as apply } from "drizzle-orm/libsql/migrator";
import type { Database } from "./client.ts";

/** Folder of the generated SQL files. Asked for late: a Worker imports this file too, and has no place on a disk. */
const migrationsFolder = () => fileURLToPath(new URL("../migrations", import.meta.url));

/** Brings the schema up to date. Safe to run again; a migration that died half-way is completed by the next run. */
export async function migrate(db: Database, folder = migrationsFolder()): Promise<void> {
  const change = () => apply(db, { migrationsFolder: folder });
  // Two programs may begin at once. The one that came second made nothing, and finds everything done when it looks again.
  await change().catch(change);
}
