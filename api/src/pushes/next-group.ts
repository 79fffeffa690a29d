// pure

/** Whose turn it is of those that wait: the longest waiting of each team, then the next of each. In the order they came within a team. */
export function nextGroup<T extends { team: string }>(waiting: readonly T[], most: number): T[] {
  if (waiting.length <= most) return [...waiting];
  const seen = new Map<string, number>();
  const ranked = waiting.map((each) => {
    const rank = seen.get(each.team) ?? 0;
    seen.set(each.team, rank + 1);
    return { each, rank };
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ each }) => each);
}
