// pure

import { type BulkOutcome, bulkOutcomes } from "@fairlead/runner/contract";
import type { BulkView } from "./bulk.schemas.ts";
import type { ShownBulk } from "./bulk.store.ts";

export function countsOf(states: readonly BulkOutcome[]): BulkView["counts"] {
  const counts: BulkView["counts"] = { waiting: 0, queued: 0, running: 0, succeeded: 0, failed: 0, skipped: 0 };
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

export const toSummary = (row: ShownBulk): Omit<BulkView, "counts"> => ({
  id: row.id,
  verb: row.verb,
  tag: row.tag,
  projectId: row.projectId,
  environmentId: row.environmentId,
  state: row.state,
  createdBy: { id: row.createdBy, name: row.createdByName },
  createdAt: row.createdAt,
  finishedAt: row.finishedAt,
});

const isOutcome = (word: string): word is BulkOutcome => bulkOutcomes.some((each) => each === word);

/** JSON of stored states; what was begun counts as running. */
export const countsOfStored = (states: string): BulkView["counts"] => {
  const words: string[] = JSON.parse(states);
  return countsOf(words.map((word) => (isOutcome(word) ? word : "running")));
};
