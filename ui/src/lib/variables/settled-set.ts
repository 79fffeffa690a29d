import type { ReplaceVariables } from "../api/types.ts";
import { type Settled, withTheirs } from "../forms/save-changes.ts";

type Entry = ReplaceVariables["variables"][number];

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];
const isEntry = (value: unknown): value is Omit<Entry, "key"> => typeof value === "object" && value !== null;

/** The whole set to save: as it was written, but for what was left to the other person. */
export function settledSet(
  variables: readonly Entry[],
  { revision, settled }: { revision: number; settled: Settled | undefined },
): ReplaceVariables {
  if (!settled) return { revision, variables: [...variables] };
  const byName = Object.fromEntries(variables.map(({ key, ...rest }) => [key, rest]));
  const chosen = withTheirs({ variables: byName }, settled).variables;
  const entries = entriesOf(chosen).flatMap(([key, value]) =>
    // A value that is not shown, or was left to the other person, is kept.
    isEntry(value) ? [{ key, ...value, value: value.value ?? null }] : [],
  );
  return { revision: settled.revision, variables: entries };
}
