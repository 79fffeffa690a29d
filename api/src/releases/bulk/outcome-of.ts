// pure

import type { MemberRow } from "./bulk.store.ts";
import { type Followed, memberOutcome, type Outcome } from "./member-outcome.ts";

/** How far the member of a row is. */
export function outcomeOf(row: MemberRow): Outcome {
  const jobs: Followed["jobs"] = JSON.parse(row.jobs);
  return memberOutcome({ ...row, jobs });
}
