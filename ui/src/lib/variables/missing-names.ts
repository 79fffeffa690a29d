import type { VariableList } from "../api/types.ts";

/** Names that would be deployed without the value that somebody requires: what counts of each is asked, and nothing that it hides. */
export function missingNames({ items, inherited }: Pick<VariableList, "items" | "inherited">): string[] {
  const counting = [...items, ...inherited.filter(({ overriddenBy }) => overriddenBy === null)];
  return [...new Set(counting.filter(({ isMissing }) => isMissing).map(({ key }) => key))].toSorted();
}
