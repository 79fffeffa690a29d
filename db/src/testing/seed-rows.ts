import type { Database } from "../client.ts";
import type { Column, SchemaOf } from "./schema-of.ts";

type Cell = string | number | null;

/**
 * Rows for every table of a schema that nobody wrote builders for: one with every column filled, one with nothing where nothing may be.
 * `example` gives the text of columns that hold more than a word.
 */
export async function seedRows(db: Database, { columns }: SchemaOf, example: (place: string) => string | undefined) {
  const tables = Map.groupBy(columns.values(), ({ table }) => table);
  const insert = (table: string, own: Column[], { isFull, number }: { isFull: boolean; number: number }) => ({
    sql: `INSERT INTO "${table}" (${own.map(({ name }) => `"${name}"`).join(", ")}) VALUES (${own.map(() => "?").join(", ")})`,
    args: own.map((column) => (isFull || column.isNotNull ? cellOf(column, { number, example }) : null)),
  });
  const statements = [...tables].flatMap(([table, own]) => [
    insert(table, own, { isFull: true, number: 1 }),
    insert(table, own, { isFull: false, number: 2 }),
  ]);
  // Tables point at each other in rings, so that no order of rows is right.
  await db.$client.execute("PRAGMA foreign_keys = OFF");
  for (const statement of statements) await db.$client.execute(statement);
}

type Given = { number: number; example: (place: string) => string | undefined };

function cellOf({ table, name, type, refers }: Column, { number, example }: Given): Cell {
  if (type.startsWith("int")) return number;
  const place = refers ?? `${table}.${name}`;
  return example(place) ?? `${place} ${number}`;
}

/** Every row as it lies there, in the order of the making. */
export async function readRows(db: Database, table: string): Promise<Record<string, unknown>[]> {
  const { rows, columns } = await db.$client.execute(`SELECT * FROM "${table}" ORDER BY rowid`);
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
}
