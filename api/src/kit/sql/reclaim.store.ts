import type { Database } from "@fairlead/db";

async function ask(db: Database, pragma: string): Promise<number> {
  const { rows } = await db.$client.execute(`PRAGMA ${pragma}`);
  return Number(rows[0]?.[0] ?? 0);
}

/** `canShrink`: free pages can be given back. Files of earlier versions must be rebuilt for that. */
export async function readFile(db: Database) {
  const pages = await ask(db, "page_count");
  const free = await ask(db, "freelist_count");
  const pageBytes = await ask(db, "page_size");
  return { pages, free, pageBytes, canShrink: (await ask(db, "auto_vacuum")) === 2 };
}

/** Gives up to so many free pages back to the disk. */
export const giveBack = (db: Database, pages: number) =>
  db.$client.execute(`PRAGMA incremental_vacuum(${Math.trunc(pages)})`);
