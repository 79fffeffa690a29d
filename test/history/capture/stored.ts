import { jsonColumns } from "@fairlead/db/testing";
import type { TestApp } from "../../../api/src/testing/test-app.ts";

const outcomes = { table: "job", column: "outcome" };

/** What lies in the rows, as it was written: `{ "deployment.spec": [...] }`. */
export async function readStored({ db }: TestApp["deps"]): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const { table, column } of [...jsonColumns(), outcomes]) {
    const { rows } = await db.$client.execute(`SELECT DISTINCT ${column} FROM "${table}" WHERE ${column} IS NOT NULL`);
    found[`${table}.${column}`] = rows.map((row) => JSON.parse(String(row[column])));
  }
  return found;
}
