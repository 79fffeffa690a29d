import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "../client.ts";
import { migrate } from "../migrate.ts";

const folder = join(import.meta.dirname, "../../migrations");

type Journal = { entries: { idx: number; tag: string }[] };
const readJournal = (): Journal => JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8"));

/** Names of the migrations, in their order. */
export const migrations: readonly string[] = readJournal().entries.map(({ tag }) => tag);

export type OldDatabase = { db: Database; up(count: number): Promise<void>; dispose(): void };

/** An empty database that goes from migration to migration as its versions did. */
export function anOldDatabase(): OldDatabase {
  const place = mkdtempSync(join(tmpdir(), "fairlead-migrations-"));
  const part = join(place, "migrations");
  cpSync(folder, part, { recursive: true });
  const db = openDatabase(`file:${join(place, "test.db")}`);
  return {
    db,
    up: async (count) => {
      const journal = readJournal();
      const entries = journal.entries.slice(0, count);
      writeFileSync(join(part, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
      await migrate(db, part);
    },
    dispose: () => {
      db.$client.close();
      rmSync(place, { recursive: true, force: true });
    },
  };
}
