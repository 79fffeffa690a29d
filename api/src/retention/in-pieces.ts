import type { Deps } from "../deps.ts";

/** `pause` lets everything else go first: between two pieces requests are answered. */
export type Pieces = Pick<Deps, "db" | "clock" | "capacity"> & { pause(): Promise<void> };

/** Rows of one statement: few enough that nobody notices it. */
export const pieceSize = 250;

/** Does piece after piece until one is not full, or until this turn's calls are used up. Tells how many rows there were. */
export async function inPieces(
  { capacity, pause }: Pick<Pieces, "capacity" | "pause">,
  { size, piece }: { size: number; piece(): Promise<number> },
): Promise<number> {
  let total = 0;
  while (!capacity.isSpent()) {
    const done = await piece();
    total += done;
    if (done < size) break;
    await pause();
  }
  return total;
}
