import type { InArgs, ResultSet } from "@libsql/client";

export type Sent = { sql: string; args: InArgs };

/** What changes the file: a statement, several that are done as a whole or not at all, a migration, or a script of SQL. */
export type Write =
  | { kind: "execute"; statement: Sent }
  | { kind: "batch"; statements: readonly Sent[] }
  | { kind: "migrate"; statements: readonly Sent[] }
  | { kind: "script"; sql: string };

/** Of each statement its result; of a script none. */
export type Written = readonly ResultSet[];
export type Outcome = { written: Written } | { error: unknown };

/** Changes a file somewhere else. Writes are done in the order in which they are asked for. */
export interface Writer {
  write(write: Write): Promise<Written>;
  /** What was asked for before is done first. */
  close(): Promise<void>;
}
