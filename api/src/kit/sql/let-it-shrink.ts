import { rebuildFile } from "@fairlead/db";
import type { Deps } from "../deps.ts";
import { isFile } from "./is-file.ts";
import { readFile } from "./reclaim.store.ts";

/** Rebuilt within seconds. A larger file waits for a person: `npm run db:compact`. */
const mostBytes = 256 * 1024 * 1024;

/** A database file of an earlier version cannot give room back. A small one is rebuilt once, before anything else is asked of it. */
export async function letItShrink(
  { db, log }: Pick<Deps, "db" | "log">,
  { most = mostBytes }: { most?: number } = {},
): Promise<void> {
  if (!isFile(db)) return;
  const { pages, pageBytes, canShrink } = await readFile(db);
  if (canShrink) return;
  if (pages * pageBytes > most) {
    log.info("the database file does not shrink until it is rebuilt: stop, run npm run db:compact, start again");
    return;
  }
  await rebuildFile(db);
  log.info("the database file was rebuilt, so that it can shrink");
}
