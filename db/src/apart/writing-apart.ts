import type { Client, InArgs, InStatement, TransactionMode } from "@libsql/client";
import { onlyReads } from "../only-reads.ts";
import type { Sent, Writer } from "./words.ts";

type BatchEntry = InStatement | [string, InArgs?];
function sent(entry: BatchEntry): Sent {
  if (typeof entry === "string") return { sql: entry, args: [] };
  return Array.isArray(entry) ? { sql: entry[0], args: entry[1] ?? [] } : { sql: entry.sql, args: entry.args ?? [] };
}

/** A client that reads by one way and writes by another: whoever reads never waits for a commit. */
export function writingApart(reader: Client, writer: Writer): Client {
  return {
    execute: async (statement: InStatement, args?: InArgs) => {
      const whole = typeof statement === "string" ? { sql: statement, args: args ?? [] } : statement;
      if (onlyReads(whole.sql)) return reader.execute(whole);
      const [result] = await writer.write({ kind: "execute", statement: sent(whole) });
      if (!result) throw new Error("a statement came back without a result");
      return result;
    },
    batch: async (entries: BatchEntry[], mode: TransactionMode = "deferred") => {
      const statements = entries.map(sent);
      if (mode !== "write" && statements.every(({ sql }) => onlyReads(sql))) return reader.batch(statements, mode);
      return [...(await writer.write({ kind: "batch", statements }))];
    },
    migrate: async (entries) => [...(await writer.write({ kind: "migrate", statements: entries.map(sent) }))],
    executeMultiple: async (sql) => void (await writer.write({ kind: "script", sql })),
    transaction: () => reader.transaction(),
    sync: () => reader.sync(),
    reconnect: () => reader.reconnect(),
    close: () => {
      reader.close();
      void writer.close();
    },
    get closed() {
      return reader.closed;
    },
    protocol: reader.protocol,
  };
}
