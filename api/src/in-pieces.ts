/** Rows a statement deletes at once: a few milliseconds in which nobody else is answered. */
export const pieceSize = 500;
const pauseMs = 5;

/** Deletes what may be a long history piece by piece, with pauses in which others are served. `deletePiece` says how many rows went. */
export async function inPieces(deletePiece: () => Promise<number>): Promise<void> {
  while ((await deletePiece()) >= pieceSize) await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
