import type { Values } from "./recording.ts";

/** What the database server read to answer; a refusal where a constraint stopped it. */
export type Reading = { rowsRead: number } | { refusal: string };

const encode = (value: unknown) => {
  if (value === null || value === undefined) return { type: "null" };
  if (typeof value === "boolean") return { type: "integer", value: value ? "1" : "0" };
  if (typeof value === "number")
    return Number.isInteger(value) ? { type: "integer", value: String(value) } : { type: "float", value };
  return { type: "text", value: String(value) };
};

const statementOf = (sql: string, values: Values) =>
  Array.isArray(values)
    ? { sql, args: values.map(encode) }
    : { sql, named_args: Object.entries(values).map(([name, value]) => ({ name, value: encode(value) })) };

type Answer = {
  results: { type: string; error?: { message: string }; response?: { result?: { rows_read?: number } } }[];
};

/** Runs the statement once with each of the values and undoes each; the server counts the rows, those of triggers and foreign keys too. */
export async function countRowsRead(
  url: string,
  { sql, all }: { sql: string; all: readonly Values[] },
): Promise<Reading[]> {
  const execute = (stmt: object) => ({ type: "execute", stmt });
  const requests = all.flatMap((values) => [
    execute({ sql: "BEGIN IMMEDIATE" }),
    execute(statementOf(sql, values)),
    execute({ sql: "ROLLBACK" }),
  ]);
  const answer = await fetch(`${url}/v2/pipeline`, {
    method: "POST",
    body: JSON.stringify({ requests: [...requests, { type: "close" }] }),
  });
  if (!answer.ok) throw new Error(`The database server answered ${answer.status}: ${await answer.text()}`);
  const { results }: Answer = JSON.parse(await answer.text());
  return all.map((_values, index) => {
    const result = results[index * 3 + 1];
    const rowsRead = result?.response?.result?.rows_read;
    return rowsRead === undefined ? { refusal: result?.error?.message ?? "no answer" } : { rowsRead };
  });
}
