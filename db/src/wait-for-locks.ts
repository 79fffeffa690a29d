import type { Client, InArgs, InStatement, TransactionMode } from "@libsql/client";
import { onlyReads } from "./only-reads.ts";
import { type Patience, PatientConnection, type Pragmas, usualPatience } from "./patient-connection.ts";

type BatchEntry = InStatement | [string, InArgs?];
const textOf = (entry: BatchEntry): string =>
  typeof entry === "string" ? entry : Array.isArray(entry) ? entry[0] : entry.sql;

/** The client of a database file, with the laws of PatientConnection. A batch that writes takes the lock at its beginning. */
export function waitForLocks(
  client: Client,
  { pragmas, patience = usualPatience }: { pragmas: Pragmas; patience?: Patience },
): Client {
  const connection = new PatientConnection(client, { pragmas, patience });
  return {
    execute: (statement: InStatement, args?: InArgs) => {
      const whole = typeof statement === "string" && args !== undefined ? { sql: statement, args } : statement;
      const work = () => client.execute(whole);
      return onlyReads(textOf(whole)) ? connection.read(work) : connection.write(work);
    },
    batch: (entries: BatchEntry[], mode: TransactionMode = "deferred") =>
      mode !== "write" && entries.every((entry) => onlyReads(textOf(entry)))
        ? connection.read(() => client.batch(entries, mode))
        : connection.write(() => client.batch(entries, "write")),
    migrate: (statements) => connection.write(() => client.migrate(statements)),
    executeMultiple: (sql) => connection.write(() => client.executeMultiple(sql)),
    transaction: () =>
      Promise.reject(new Error("an interactive transaction on a file would stop everybody else's work")),
    sync: () => client.sync(),
    reconnect: () => connection.drop(),
    close: () => client.close(),
    get closed() {
      return client.closed;
    },
    protocol: client.protocol,
  };
}
