/** Where each row begins, in rows of text: with wrapping one line may take several. `total` is the height in rows. */
export type RowLayout = { offsets: Uint32Array | null; count: number; total: number };

/** Longer lines are cut on screen; the download has them whole. */
export const shownCharacters = 4_000;

/** `columns` null means: no wrapping, every line is one row. Lengths are in characters. */
export function layoutRows(
  count: number,
  wrap: { lengthOf: (index: number) => number; columns: number } | null,
): RowLayout {
  if (!wrap) return { offsets: null, count, total: count };
  const columns = Math.max(1, wrap.columns);
  const offsets = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) {
    const length = Math.min(wrap.lengthOf(i), shownCharacters);
    offsets[i + 1] = (offsets[i] ?? 0) + Math.max(1, Math.ceil(length / columns));
  }
  return { offsets, count, total: offsets[count] ?? 0 };
}

export const rowOffset = (layout: RowLayout, index: number) => (layout.offsets ? (layout.offsets[index] ?? 0) : index);

/** The line that covers a row, by halving: 17 looks for 100,000 lines. */
export function lineAtRow(layout: RowLayout, row: number): number {
  const wanted = Math.max(0, Math.floor(row));
  if (!layout.offsets) return Math.min(wanted, Math.max(0, layout.count - 1));
  let low = 0;
  let high = layout.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.offsets[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
