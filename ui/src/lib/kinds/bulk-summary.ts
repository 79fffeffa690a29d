type Member = { name: string; state: string; reason: string | null };

/** What was begun with one verb on many: "12 deploying, 1 skipped: shop: it is being removed". */
export function bulkSummary(done: string, members: readonly Member[]): { title: string; details: string | null } {
  const skipped = members.filter(({ state }) => state === "skipped");
  const passed = members.length - skipped.length;
  const parts = [
    ...(passed > 0 || skipped.length === 0 ? [`${passed} ${done}`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  const shown = skipped.slice(0, 3).map(({ name, reason }) => `${name}: ${reason}`);
  const rest = skipped.length - shown.length;
  return {
    title: parts.join(", "),
    details: skipped.length > 0 ? [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(" · ") : null,
  };
}
