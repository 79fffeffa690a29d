import { startDatabaseServer } from "../worker/start-database-server.ts";
import type { Recorded } from "./recording.ts";
import { countRowsRead, type Reading } from "./rows-read.ts";
import { seededFile } from "./seed.ts";
import { type Role, rolesOf, seededValues } from "./seeded-values.ts";

/** Rows read by one statement, about one role, in the small and in the large world. */
export type Comparison = { statement: Recorded; role: string; small: number; large: number };
export type Compared = { comparisons: Comparison[]; refused: { statement: Recorded; refusal: string }[] };

type Asked = { statement: Recorded; role: Role; reading: Reading };

async function readAll(statements: readonly Recorded[], size: number): Promise<Asked[]> {
  const askedAt = Date.now();
  const server = await startDatabaseServer({ data: await seededFile(size) });
  try {
    const asked: Asked[] = [];
    for (const statement of statements) {
      const questions = rolesOf(size).flatMap((role) =>
        statement.samples.map((values) => ({ role, values: seededValues(values, { role, askedAt }) })),
      );
      const readings = await countRowsRead(server.url, {
        sql: statement.sql,
        all: questions.map(({ values }) => values),
      });
      questions.forEach(({ role }, index) => {
        const reading = readings[index];
        if (reading) asked.push({ statement, role, reading });
      });
    }
    return asked;
  } finally {
    await server.stop();
  }
}

/** Every statement with its recorded values, as if somebody of a world of `sizes` deployments had asked. */
export async function compareGrowth(
  statements: readonly Recorded[],
  { small, large }: { small: number; large: number },
): Promise<Compared> {
  const before = await readAll(statements, small);
  const after = await readAll(statements, large);
  const compared: Compared = { comparisons: [], refused: [] };
  before.forEach(({ statement, role, reading }, index) => {
    const then = after[index]?.reading;
    if ("rowsRead" in reading && then && "rowsRead" in then)
      compared.comparisons.push({ statement, role: role.name, small: reading.rowsRead, large: then.rowsRead });
    else if ("refusal" in reading) compared.refused.push({ statement, refusal: reading.refusal });
  });
  return compared;
}

/** A handful of rows more says nothing about growth: ten times the history would be ten times the rows. */
const handful = 8;
export const hasGrown = ({ small, large }: Pick<Comparison, "small" | "large">): boolean =>
  large > Math.max(small * 1.5, handful);
