import { LibsqlError } from "@libsql/client";

/**
 * A statement that a constraint refused, or that refused itself by a number that is too large, as conditions of a batch do. It has ended:
 * its connection can go on.
 */
export const isRefusal = (error: unknown): boolean =>
  error instanceof LibsqlError &&
  (error.code === "SQLITE_CONSTRAINT" || (error.code === "SQLITE_ERROR" && error.message.includes("integer overflow")));
