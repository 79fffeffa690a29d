// pure

/**
 * Rows for `json_each`. JSON may spell half a character, which SQLite would store as text that is no UTF-8 and that nobody can read back:
 * it becomes the sign for a broken one.
 */
export const jsonRows = (rows: readonly unknown[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value));
