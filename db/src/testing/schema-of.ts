import type { Database } from "../client.ts";

/** What one database holds, by name: its columns as `table.column`, its indexes as the statement that makes them. */
export type SchemaOf = { tables: string[]; columns: Map<string, Column>; indexes: Map<string, string> };
export type Column = {
  table: string;
  name: string;
  type: string;
  isNotNull: boolean;
  default: string | null;
  /** The row it points at, `table.column`. */
  refers: string | null;
};

const rowsOf = async ({ $client }: Database, statement: string) => (await $client.execute(statement)).rows;

export async function schemaOf(db: Database): Promise<SchemaOf> {
  const made = await rowsOf(db, "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'");
  const ours = made.filter(({ tbl_name }) => !String(tbl_name).startsWith("__"));
  const tables = ours.flatMap(({ type, name }) => (type === "table" ? [String(name)] : [])).toSorted();
  const columns = new Map<string, Column>();
  for (const table of tables)
    for (const column of await columnsOf(db, table)) columns.set(`${table}.${column.name}`, column);
  const indexes = ours.flatMap(({ type, name, sql }): [string, string][] =>
    type === "index" ? [[String(name), String(sql).replaceAll(/[`"\s]+/g, " ")]] : [],
  );
  return { tables, columns, indexes: new Map(indexes) };
}

async function columnsOf(db: Database, table: string): Promise<Column[]> {
  const keys = await rowsOf(db, `PRAGMA foreign_key_list("${table}")`);
  // What a column points at by itself comes before what it helps to point at.
  const isAlone = ({ id }: (typeof keys)[number]) => keys.filter((other) => other.id === id).length === 1;
  const refers = [...keys.filter(isAlone), ...keys.filter((key) => !isAlone(key))];
  const infos = await rowsOf(db, `PRAGMA table_info("${table}")`);
  return infos.map(({ name, type, notnull, dflt_value }) => {
    const key = refers.find(({ from }) => from === name);
    return {
      table,
      name: String(name),
      type: String(type).toLowerCase(),
      isNotNull: notnull === 1,
      default: dflt_value === null || dflt_value === undefined ? null : String(dflt_value),
      refers: key ? `${key.table}.${key.to}` : null,
    };
  });
}
