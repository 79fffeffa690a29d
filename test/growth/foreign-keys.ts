import type { Database } from "@fairlead/db";

type Row = Record<string, unknown>;

/** Columns that point at another table, or the first of those that do so together, and that no index begins with. One that holds only what is not null will do. */
export async function foreignKeysWithoutIndex(db: Database): Promise<string[]> {
  const ask = async (sql: string, args: string[]): Promise<Row[]> => (await db.$client.execute({ sql, args })).rows;
  const keys = await ask(
    `SELECT m.name AS "table", k."from" AS "column" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k
     WHERE m.type = 'table' AND k.seq = 0`,
    [],
  );
  const missing: string[] = [];
  for (const key of keys) {
    const found = await ask(
      `SELECT x.name FROM pragma_index_list(?) x JOIN pragma_index_info(x.name) c JOIN sqlite_master m ON m.name = x.name
       WHERE c.seqno = 0 AND c.name = ? AND (x.partial = 0 OR m.sql LIKE '%WHERE ' || ? || ' is not null')`,
      [String(key.table), String(key.column), String(key.column)],
    );
    if (found.length === 0) missing.push(`${key.table}.${key.column}`);
  }
  return missing;
}
