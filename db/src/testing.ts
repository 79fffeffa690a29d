import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "./client.ts";
import { keepStatements } from "./keep-statements.ts";
import { migrate } from "./migrate.ts";

export { type JsonColumn, jsonColumns } from "./json-columns.ts";

/** A real, migrated libSQL file of its own in a temporary folder. Opened as in production. */
export async function testDatabase(): Promise<{ db: Database; url: string; dispose(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-db-"));
  const url = `file:${join(folder, "test.db")}`;
  const db = openDatabase(url);
  await db.$client.execute("PRAGMA synchronous=OFF");
  await migrate(db);
  keepStatements();
  const dispose = () => {
    db.$client.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { db, url, dispose };
}
