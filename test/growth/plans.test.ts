import { testDatabase } from "@fairlead/db/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listFiles } from "../../scripts/check/repository.ts";
import { compareGrowth, hasGrown } from "./compare.ts";
import { exceptions, partsOfStatements } from "./exceptions.ts";
import { foreignKeysWithoutIndex } from "./foreign-keys.ts";
import { storeFunctions } from "./instrument-stores.ts";
import { judgePlan, type PlanLine } from "./judge-plan.ts";
import { looseColumns } from "./loose-columns.ts";
import { permitFrom } from "./permit.ts";
import type { Recorded } from "./recording.ts";
import { recordedStatements } from "./statements.ts";

let statements: Recorded[] = [];
let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  statements = recordedStatements();
  database = await testDatabase();
});
afterAll(() => database?.dispose());

const planOf = async ({ sql, samples }: Recorded) => {
  const { rows } = await database.db.$client.execute({
    sql: `EXPLAIN QUERY PLAN ${sql}`,
    args: (samples[0] ?? []) as never,
  });
  return rows as unknown as PlanLine[];
};

/** Functions that no recorded statement came from. */
const neverAsked = (functions: readonly string[], asked: readonly Recorded[]) => {
  const seen = new Set(asked.flatMap(({ by }) => by));
  return functions.filter((each) => !seen.has(each));
};

describe("every statement of every store", () => {
  test("was asked while the API was tested", () => {
    const parts = partsOfStatements.map((each) => `api/src/${each}`);
    expect(neverAsked(storeFunctions(listFiles()), statements)).toEqual(parts);
  });

  test("is missed when nothing was recorded", () => {
    const functions = storeFunctions(listFiles());
    expect(neverAsked(functions, [])).toEqual(functions);
    expect(functions).toContain("api/src/work/jobs/claim.store.ts#claimNext");
    expect(functions).toContain("api/src/kit/audit/chain.store.ts#insertLink");
  });

  test("names the table of each column inside of a subquery, where another table may have one of that name", () => {
    const loose = statements.flatMap(({ by, sql }) => looseColumns(sql).map((column) => `${by.join(", ")}: ${column}`));
    expect(loose).toEqual([]);
  });

  test("looks up what it reads: no table that grows is scanned or sorted, but for a reason that is written down", async () => {
    const permit = permitFrom(exceptions.filter(({ does }) => does !== "reads more"));
    const findings: string[] = [];
    for (const statement of statements) {
      for (const { does, table, detail } of judgePlan(statement.sql, await planOf(statement))) {
        if (!permit.allows(statement, (each) => each.does === does && each.table === table))
          findings.push(`${statement.by.join(", ")} ${does} ${table}: ${detail}\n${statement.sql}`);
      }
    }
    expect(findings).toEqual([]);
    expect(permit.unused()).toEqual([]);
  });

  test("reads no more of a history of 100,000 deployments than of one of 10,000", async () => {
    const permit = permitFrom(exceptions.filter(({ does }) => does === "reads more"));
    const { comparisons, refused } = await compareGrowth(statements, { small: 10_000, large: 100_000 });
    const grown = comparisons
      .filter((each) => hasGrown(each) && !permit.allows(each.statement, () => true))
      .map(
        ({ statement, role, small, large }) =>
          `${statement.by.join(", ")} for ${role}: ${small}, ${large}\n${statement.sql}`,
      );
    expect(grown).toEqual([]);
    expect(permit.unused()).toEqual([]);
    // Only what a constraint or a condition of its own refuses is not measured.
    expect(refused.filter(({ refusal }) => !/constraint failed|malformed JSON|integer overflow/.test(refusal))).toEqual(
      [],
    );
    expect(comparisons.length).toBeGreaterThan(statements.length);
  });
});

test("every foreign key has an index, so that deleting what it points at reads no table", async () => {
  const missing = await foreignKeysWithoutIndex(database.db);
  expect(missing).toEqual([]);
});
