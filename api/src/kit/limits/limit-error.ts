import type { Database } from "@fairlead/db";
import { conflict } from "../../rules/errors.ts";
import { type Limits, limitSentence } from "../../rules/limits.ts";
import type { Limited } from "./limited.ts";
import { countUsed } from "./limits.store.ts";

/** Did `refuseBeyond` undo the batch? */
export const isBeyondLimit = (error: unknown): boolean =>
  error instanceof Error && (error.message.includes("integer overflow") || isBeyondLimit(error.cause));

/** What is told: the limit of which most is used. */
export async function limitError(db: Database, limited: readonly Limited[], limits: Limits) {
  const uses = [];
  for (const each of limited) {
    const most = limits[each.kind];
    uses.push({ kind: each.kind, used: await countUsed(db, each, most), most });
  }
  const [first] = uses.sort((a, b) => b.used / b.most - a.used / a.most);
  if (!first) throw new Error("A batch was undone by a limit that it did not name.");
  return conflict(`limit.${first.kind}`, limitSentence(first.kind, first));
}
