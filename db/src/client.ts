import { type Client, createClient } from "@libsql/client";
import {
  createTableRelationsHelpers,
  type ExtractTablesWithRelations,
  extractTablesRelationalConfig,
} from "drizzle-orm";
import { LibSQLDatabase, LibSQLSession } from "drizzle-orm/libsql";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { openFileClient } from "./file-client.ts";
import { filePragmas } from "./pragmas.ts";
import * as schema from "./schema/index.ts";
import { waitForLocks } from "./wait-for-locks.ts";

export type Database = LibSQLDatabase<typeof schema> & { $client: Client };

/**
 * `fetch`: what carries the calls to a remote database, e.g. to count them. `pragmas`: what every connection to a file is given;
 * said once through the client, they would be gone with the connection that heard them.
 */
export type Given = { authToken?: string | undefined; fetch?: typeof fetch; pragmas?: readonly string[] };

/**
 * Opens `file:…`, `http(s)://…` or `libsql://…`. Writes are one conditional statement with RETURNING or one `db.batch([...])`;
 * never `db.transaction()`, which cannot run concurrently on a file. In workerd open one per request.
 */
export function openDatabase(url: string, given: string | Given = {}): Database {
  const { authToken, fetch, pragmas = [] } = typeof given === "string" ? { authToken: given } : given;
  const client = url.startsWith("file:")
    ? openFile(url, pragmas)
    : createClient({ url, ...(authToken ? { authToken } : {}), ...(fetch ? { fetch } : {}) });
  return overClient(client);
}

const readTables = () => {
  const { tables, tableNamesMap } = extractTablesRelationalConfig<ExtractTablesWithRelations<typeof schema>>(
    schema,
    createTableRelationsHelpers,
  );
  return { fullSchema: schema, schema: tables, tableNamesMap };
};
let tables: ReturnType<typeof readTables> | undefined;

/** What `drizzle({ client, schema })` makes. It reads the whole schema each time, and a Worker opens a database for each request. */
export function overClient(client: Client): Database {
  tables ??= readTables();
  const dialect = new SQLiteAsyncDialect();
  const session = new LibSQLSession<typeof schema, ExtractTablesWithRelations<typeof schema>>(
    client,
    dialect,
    tables,
    {},
    undefined,
  );
  return Object.assign(new LibSQLDatabase<typeof schema>("async", dialect, session, tables), { $client: client });
}

const openFile = (url: string, pragmas: readonly string[]): Client =>
  waitForLocks(openFileClient(url), { pragmas: { file: filePragmas, each: pragmas } });
