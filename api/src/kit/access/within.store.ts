import { inArray, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Reach } from "../../rules/permissions.ts";
import type { PlaceKind } from "../../rules/standing.ts";

type Among = (ids: readonly string[], servers: Reach["servers"]) => SQL;

/** How a row of the list is found to be in a place: by a column, or by rows of its own where there may be several. */
type Columns = Partial<Record<Exclude<PlaceKind, "team">, SQLiteColumn | Among>>;

/** What a list may show of a team, beside the condition that names the team; nothing to add where that is all of it. */
export function within({ only, servers }: Reach, columns: Columns): SQL | undefined {
  if (only === null) return undefined;
  const conditions = Object.entries(columns).flatMap(([kind, column]) => {
    const ids = only.filter(({ on }) => on === kind).map(({ id }) => id);
    if (ids.length === 0) return [];
    return [typeof column === "function" ? column(ids, servers) : inArray(column, ids)];
  });
  return conditions.length > 0 ? or(...conditions) : sql`false`;
}
