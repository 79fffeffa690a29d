import { LibsqlBatchError, LibsqlError, type ResultSet, type Row, type Value } from "@libsql/client";
import { DatabaseLocked } from "../database-locked.ts";
import type { Outcome, Write } from "./words.ts";

/** What two threads say to each other: plain values only, since a copy loses what makes a row or an error more than that. */
export type Asked = { id: number; write: Write } | "close";
export type Told = { id: number } & ({ written: ToldResult[] } | { error: ToldError });

type ToldResult = Pick<ResultSet, "columns" | "columnTypes" | "rowsAffected" | "lastInsertRowid"> & { rows: Value[][] };
type ToldError =
  | { kind: "locked"; waitedMs: number }
  | { kind: "database"; message: string; code: string; extendedCode?: string; rawCode?: number; index?: number }
  | { kind: "other"; message: string };

export function outcomeToTell(outcome: Outcome): { written: ToldResult[] } | { error: ToldError } {
  if ("error" in outcome) return { error: errorToTell(outcome.error) };
  const written = outcome.written.map(({ rows, columns, columnTypes, rowsAffected, lastInsertRowid }) => {
    const values = rows.map((row) => columns.map((_, i): Value => row[i] ?? null));
    return { columns, columnTypes, rowsAffected, lastInsertRowid, rows: values };
  });
  return { written };
}

function errorToTell(error: unknown): ToldError {
  if (error instanceof DatabaseLocked) return { kind: "locked", waitedMs: error.waitedMs };
  if (!(error instanceof LibsqlError))
    return { kind: "other", message: error instanceof Error ? error.message : String(error) };
  const { code, extendedCode, rawCode } = error;
  return {
    kind: "database",
    message: plainMessage(error),
    code,
    ...(extendedCode === undefined ? {} : { extendedCode }),
    ...(rawCode === undefined ? {} : { rawCode }),
    ...(error instanceof LibsqlBatchError ? { index: error.statementIndex } : {}),
  };
}

/** The client's errors put their code before what they were given, and would do so once more. */
const plainMessage = ({ code, message }: LibsqlError) =>
  message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message;

export function outcomeTold(told: Told): Outcome {
  return "error" in told ? { error: errorTold(told.error) } : { written: told.written.map(resultTold) };
}

function errorTold(told: ToldError): Error {
  if (told.kind === "locked") return new DatabaseLocked(told.waitedMs, undefined);
  if (told.kind === "other") return new Error(told.message);
  const { message, code, extendedCode, rawCode, index } = told;
  return index === undefined
    ? new LibsqlError(message, code, extendedCode, rawCode)
    : new LibsqlBatchError(message, index, code, extendedCode, rawCode);
}

function resultTold({ rows, ...told }: ToldResult): ResultSet {
  return {
    ...told,
    rows: rows.map((values) => rowOf(values, told.columns)),
    toJSON: () => ({ ...told, rows, lastInsertRowid: told.lastInsertRowid?.toString() ?? null }),
  };
}

/** A row is a list that also knows its columns by name; only the names are seen when it is walked through. */
function rowOf(values: readonly Value[], columns: readonly string[]): Row {
  const row: Row = { length: values.length };
  Object.defineProperty(row, "length", { enumerable: false, writable: false });
  for (const [i, value] of values.entries()) {
    Object.defineProperty(row, i, { value });
    const column = columns[i] ?? "";
    if (Object.hasOwn(row, column)) continue;
    Object.defineProperty(row, column, { value, enumerable: true, configurable: true, writable: true });
  }
  return row;
}
