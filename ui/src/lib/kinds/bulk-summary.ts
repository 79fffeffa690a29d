export type Outcome = { name: string; refusal: string | null };

/** What came of one verb on many: "12 deployed, 1 refused: shop: it is being removed". */
export function bulkSummary(done: string, outcomes: readonly Outcome[]): { title: string; details: string | null } {
  const refused = outcomes.filter(({ refusal }) => refusal !== null);
  const passed = outcomes.length - refused.length;
  const parts = [
    ...(passed > 0 || refused.length === 0 ? [`${passed} ${done}`] : []),
    ...(refused.length > 0 ? [`${refused.length} refused`] : []),
  ];
  const shown = refused.slice(0, 3).map(({ name, refusal }) => `${name}: ${refusal}`);
  const rest = refused.length - shown.length;
  return {
    title: parts.join(", "),
    details: refused.length > 0 ? [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(" · ") : null,
  };
}
