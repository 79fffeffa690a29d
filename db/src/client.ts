import type { Client } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import * as schema from "./schema/index.ts";

export type Database = LibSQLDatabase<typeof schema> & { $client: Client };

/**
 * Opens `file:…`, `http(s)://…` or `libsql://…`. Writes are one conditional statement with RETURNING or one `db.batch([...])`;
 * never `db.transaction()`, which cannot run concurrently on a file. In workerd open one per request.
 */
export function openDatabase(url: string, authToken?: string): Database {
  return drizzle({ connection: authToken ? { url, authToken } : { url }, schema });
}
