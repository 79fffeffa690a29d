import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/**
 * A column as SQLite looks for no index of it. For the team's condition beside a narrower one: without statistics both look alike to
 * SQLite, and then it may walk through all that the team has. `isNarrowed`: whether the narrower one was given.
 */
export const unindexed = (column: SQLWrapper, isNarrowed = true): SQL =>
  isNarrowed ? sql`+${column}` : sql`${column}`;
