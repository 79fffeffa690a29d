import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@fairlead/db";
import { migrate } from "../../db/src/migrate.ts";
import { readOrder } from "../support/load/child.ts";
import type { ForeignOrder } from "./foreign-program.ts";

// A release that comes while the one before it still works: our own migration of one version more, which makes a table anew and an
// index over one that grows.

const { file } = await readOrder<ForeignOrder>();
const folder = mkdtempSync(join(tmpdir(), "fairlead-migrations-"));
cpSync(join(import.meta.dirname, "../../db/migrations"), folder, { recursive: true });
const journalFile = join(folder, "meta/_journal.json");
const journal: { entries: object[] } = JSON.parse(readFileSync(journalFile, "utf8"));
journal.entries.push({ idx: journal.entries.length, version: "6", when: Date.now(), tag: "next", breakpoints: true });
writeFileSync(journalFile, JSON.stringify(journal));
writeFileSync(
  join(folder, "next.sql"),
  [
    "CREATE TABLE rate_window_new AS SELECT * FROM rate_window",
    "CREATE INDEX delivery_of_next ON delivery (created_at, event)",
    "DROP TABLE rate_window_new",
  ].join(";\n--> statement-breakpoint\n"),
);
const db = openDatabase(`file:${file}`);
await migrate(db, folder);
db.$client.close();
rmSync(folder, { recursive: true });
process.stdout.write("{}");
