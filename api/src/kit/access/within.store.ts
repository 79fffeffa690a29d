import { inArray, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Reach } from "../../rules/permissions.ts";
import type { PlaceKind } from "../../rules/standing.ts";

/** By which columns a row of the list is found to be in a place. */
type Columns = Partial<Record<Exclude<PlaceKind, "team">, SQLiteColumn>>;

/** What a list may show of a team, beside the condition that names the team; nothing to add where that is all of it. */
export function within({ only }: Reach, columns: Columns): SQL | undefined {
  if (only === null) return undefined;
  const conditions = Object.entries(columns).flatMap(([kind, column]) => {
    const ids = only.filter(({ on }) => on === kind).map(({ id }) => id);
    return ids.length > 0 ? [inArray(column, ids)] : [];
  });
  return conditions.length > 0 ? or(...conditions) : sql`false`;
}
