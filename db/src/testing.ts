import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client";
import { type Database, openDatabase } from "./client.ts";
import { keepStatements } from "./keep-statements.ts";
import { migrate } from "./migrate.ts";

export { type JsonColumn, jsonColumns } from "./json-columns.ts";

/** What every client of a file inherits from: whoever wraps its functions sees all that a process asks of its files. */
export function clientOfFiles(): Client {
  const client = createClient({ url: "file::memory:" });
  client.close();
  return Object.getPrototypeOf(client);
}

/** A real, migrated libSQL file of its own in a temporary folder. Opened as in production, but never waits for the disk. */
export async function testDatabase(): Promise<{ db: Database; url: string; dispose(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-db-"));
  const url = `file:${join(folder, "test.db")}`;
  const db = openDatabase(url, { pragmas: ["synchronous=OFF"] });
  await migrate(db);
  keepStatements();
  const dispose = () => {
    db.$client.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { db, url, dispose };
}
