import type { ChangesView, ChangeView } from "../api/types.ts";

/** Only what waits for a deployment counts. */
const waitingIn = (changes: readonly ChangeView[]): ChangeView[] => changes.filter(({ waits }) => waits);

const many = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** "5 changes in 2 resources"; null when nothing waits. */
export function changesInShort(of: readonly Pick<ChangesView, "changes">[]): string | null {
  const counts = of.map(({ changes }) => waitingIn(changes).length).filter((count) => count > 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total === 0 ? null : `${many(total, "change")} in ${many(counts.length, "resource")}`;
}
