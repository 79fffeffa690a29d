import { formatTable } from "../print/table.ts";
import type { ProofResult, ProofRow } from "./proof.ts";

/** Why a proof does not hold, empty when it does. One that has nothing to show has proved nothing. */
export function complaintsOf({ rows, failures }: ProofResult): string[] {
  return rows.length === 0 ? [...failures, "it has shown nothing"] : failures;
}

export function tableOf(rows: readonly ProofRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isNumeric = (column: string) => rows.every((row) => typeof row[column] !== "string");
  const headings = columns.map((column) => (isNumeric(column) ? ` ${column}` : column));
  return formatTable(
    headings,
    rows.map((row) => columns.map((column) => String(row[column] ?? ""))),
  );
}
