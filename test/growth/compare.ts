import { startDatabaseServer } from "../support/start-database-server.ts";
import type { Recorded, Values } from "./recording.ts";
import { countRowsRead, type Reading } from "./rows-read.ts";
import { seededFile } from "./seed.ts";
import { rolesOf, seededValues } from "./seeded-values.ts";

/** Rows read by one statement, about one role, in the small and in the large world. */
export type Comparison = { statement: Recorded; role: string; small: number; large: number };
export type Compared = { comparisons: Comparison[]; refused: { statement: Recorded; refusal: string }[] };

type Sizes = { small: number; large: number };
/** The same question to both worlds. */
type Question = { statement: Recorded; role: string; small: Values; large: Values };

/** Most samples differ only in what the seeded worlds have one of: each question is asked once. */
function questionsOf(statement: Recorded, { small, large, askedAt }: Sizes & { askedAt: number }): Question[] {
  const rolesOfLarge = rolesOf(large);
  const questions = rolesOf(small).flatMap((role, index) =>
    statement.samples.map((values) => ({
      statement,
      role: role.name,
      small: seededValues(values, { role, askedAt }),
      large: seededValues(values, { role: rolesOfLarge[index] ?? role, askedAt }),
    })),
  );
  return [...new Map(questions.map((each) => [JSON.stringify([each.small, each.large]), each])).values()];
}

async function readAll(asked: readonly Question[][], { size, which }: { size: number; which: "small" | "large" }) {
  const server = await startDatabaseServer({ data: await seededFile(size) });
  try {
    const readings: Reading[] = [];
    for (const questions of asked) {
      const sql = questions[0]?.statement.sql;
      if (sql) readings.push(...(await countRowsRead(server.url, { sql, all: questions.map((each) => each[which]) })));
    }
    return readings;
  } finally {
    await server.stop();
  }
}

/** Of a file as a whole; a database server takes care of its own and refuses it. */
const isAboutFile = (sql: string) => /^PRAGMA /i.test(sql);

/** Every statement with its recorded values, as if somebody of a world of `sizes` deployments had asked. */
export async function compareGrowth(statements: readonly Recorded[], sizes: Sizes): Promise<Compared> {
  const askedAt = Date.now();
  const asked = statements
    .filter(({ sql }) => !isAboutFile(sql))
    .map((statement) => questionsOf(statement, { ...sizes, askedAt }));
  const before = await readAll(asked, { size: sizes.small, which: "small" });
  const after = await readAll(asked, { size: sizes.large, which: "large" });
  const compared: Compared = { comparisons: [], refused: [] };
  asked.flat().forEach(({ statement, role }, index) => {
    const [reading, then] = [before[index], after[index]];
    if (reading && "rowsRead" in reading && then && "rowsRead" in then)
      compared.comparisons.push({ statement, role, small: reading.rowsRead, large: then.rowsRead });
    else if (reading && "refusal" in reading) compared.refused.push({ statement, refusal: reading.refusal });
  });
  return compared;
}

/** A handful of rows more says nothing about growth: ten times the history would be ten times the rows. */
const handful = 8;
export const hasGrown = ({ small, large }: Pick<Comparison, "small" | "large">): boolean =>
  large > Math.max(small * 1.5, handful);
