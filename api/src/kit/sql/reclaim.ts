import type { Pieces } from "./in-pieces.ts";
import { isFile } from "./is-file.ts";
import { giveBack, readFile } from "./reclaim.store.ts";

/** Free pages are used again by what comes next: only what is more than a tenth of the file goes back to the disk. */
const keptShare = 0.1;
const pagesAtOnce = 500;

/** Gives the room of deleted rows back to the disk, in pieces. A remote database is left alone. */
export async function reclaim(pieces: Pick<Pieces, "db" | "pause">): Promise<void> {
  if (!isFile(pieces.db)) return;
  for (let last = Number.POSITIVE_INFINITY; ; ) {
    const { pages, free, canShrink } = await readFile(pieces.db);
    const surplus = Math.ceil(free - pages * keptShare);
    // A file that does not get smaller is not asked again in a circle.
    if (!canShrink || surplus <= 0 || pages >= last) return;
    last = pages;
    await giveBack(pieces.db, Math.min(surplus, pagesAtOnce));
    await pieces.pause();
  }
}
