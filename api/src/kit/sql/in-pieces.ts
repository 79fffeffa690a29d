import type { Deps } from "../deps.ts";

/** Rows of one statement: few enough that nobody notices it. */
export const pieceSize = 250;

/** `pause` lets everything else go first: between two pieces requests are answered. */
export type Pieces = Pick<Deps, "db" | "clock" | "capacity"> & { pause(): Promise<void> };

/** Somebody waits for the answer, and others must be served meanwhile. */
const pauseBriefly = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

/**
 * Does piece after piece until one is not full; with a capacity, at most until this turn's calls are used up. `piece` says how many rows
 * it was of `size`. Tells how many there were in all.
 */
export async function inPieces(
  piece: () => Promise<number>,
  { size = pieceSize, pause = pauseBriefly, capacity }: { size?: number } & Partial<Omit<Pieces, "db" | "clock">> = {},
): Promise<number> {
  let total = 0;
  while (!capacity?.isSpent()) {
    const done = await piece();
    total += done;
    if (done < size) break;
    await pause();
  }
  return total;
}
