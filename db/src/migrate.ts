import { migrate as apply } from "drizzle-orm/libsql/migrator";
import type { Database } from "./client.ts";

/** Folder of the generated SQL files. Asked for late: a Worker imports this file too, and has no place on a disk. */
const migrationsFolder = () => new URL("../migrations", import.meta.url).pathname;

/** Brings the schema up to date. Safe to run again; a migration that died half-way is completed by the next run. */
export async function migrate(db: Database, folder = migrationsFolder()): Promise<void> {
  await apply(db, { migrationsFolder: folder });
}
