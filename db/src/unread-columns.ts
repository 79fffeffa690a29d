/**
 * Columns that no program reads any more, as `table.column`, with the first release of which that was true. They leave the schema files
 * at once, the database only by a migration made after that release: who goes back one release must find what that one reads.
 */
export const unreadColumns: Readonly<Record<string, string>> = {};
