import { getTableColumns, getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import * as schema from "./schema/index.ts";

export type JsonColumn = { table: string; column: string; read: (stored: string) => unknown };

/** Every column that holds JSON of a schema, with the way it is read. */
export const jsonColumns = (): JsonColumn[] =>
  Object.values(schema).flatMap((table) =>
    is(table, SQLiteTable)
      ? Object.values(getTableColumns(table))
          .filter(({ columnType }) => columnType === "SQLiteCustomColumn")
          .map((column) => ({
            table: getTableName(table),
            column: column.name,
            read: (stored) => column.mapFromDriverValue(stored),
          }))
      : [],
  );
