/** Indexes of the lines whose text holds the query, without regard to case. An empty query matches nothing. */
export function searchLines(lines: readonly { text: string }[], query: string): number[] {
  if (!query) return [];
  const pattern = new RegExp(RegExp.escape(query), "i");
  const found: number[] = [];
  for (let i = 0; i < lines.length; i++) if (pattern.test(lines[i]?.text ?? "")) found.push(i);
  return found;
}
