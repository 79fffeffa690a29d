export type Spot = { left: number; top: number };

/**
 * Where an arrow leads among things that stand in rows: sideways to the one beside it, up and down to the one of the next row that is
 * nearest. undefined for every other key, and at an edge.
 */
export function nextInGrid(spots: readonly Spot[], { at, key }: { at: number; key: string }): number | undefined {
  const from = spots[at];
  if (!from) return key.startsWith("Arrow") && spots.length > 0 ? 0 : undefined;
  if (key === "ArrowRight") return at + 1 < spots.length ? at + 1 : undefined;
  if (key === "ArrowLeft") return at > 0 ? at - 1 : undefined;
  if (key === "Home") return 0;
  if (key === "End") return spots.length - 1;
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const sign = key === "ArrowDown" ? 1 : -1;
  const beyond = spots.map((spot, i) => ({ ...spot, i })).filter(({ top }) => (top - from.top) * sign > 1);
  const row = Math.min(...beyond.map(({ top }) => Math.abs(top - from.top)));
  const near = beyond.filter(({ top }) => Math.abs(Math.abs(top - from.top) - row) < 1);
  return near.toSorted((a, b) => Math.abs(a.left - from.left) - Math.abs(b.left - from.left))[0]?.i;
}
