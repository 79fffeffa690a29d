import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { migrate, openDatabase } from "@fairlead/db";
import { idPrefixes } from "@fairlead/runner/contract";
import { root } from "../../scripts/check/repository.ts";
import { productHash } from "./records.ts";
import { seedTables } from "./seed-tables.ts";

/** Now, in the seeded world: where the clock of the tests starts. */
export const seedNow = 1_800_000_000_000;

/** An id that sorts by its number, as real ones sort by time. */
export const seedId = (kind: keyof typeof idPrefixes, number: number): string =>
  `${idPrefixes[kind]}_${String(number).padStart(26, "0")}`;
/** Ids of people are the sign-in library's: letters and digits without a prefix. */
export const seedUser = (number: number): string => `U${String(number).padStart(21, "0")}`;

const folder = join(root, "node_modules/.cache/fairlead-growth");

/**
 * A database with sixty days of history: `rows` deployments, one application of a hundred, one server of a thousand. Made by SQL,
 * kept until the product changes, and never written to: whoever reads it works on a copy.
 */
export async function seededFile(rows: number): Promise<string> {
  const file = join(folder, `${productHash().slice(0, 12)}-${rows}.db`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const isOfAnother = (name: string) => !name.startsWith(productHash().slice(0, 12));
  for (const old of readdirSync(folder).filter(isOfAnother)) rmSync(join(folder, old));
  const made = `${file}.new`;
  const db = openDatabase(`file:${made}`, {
    pragmas: ["journal_mode=MEMORY", "synchronous=OFF", "cache_size=-200000"],
  });
  await migrate(db);
  // Indexes that are made when all rows are there take a third of the time.
  const { rows: indexes } = await db.$client.execute(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
  );
  const dropped = indexes.map(({ name }) => `DROP INDEX "${name}"`).join(";");
  const remade = indexes.map(({ sql }) => sql).join(";");
  await db.$client.executeMultiple(
    `PRAGMA foreign_keys=OFF; BEGIN; ${dropped}; ${seedTables(rows, seedNow)}; ${remade}; COMMIT`,
  );
  db.$client.close();
  renameSync(made, file);
  return file;
}
