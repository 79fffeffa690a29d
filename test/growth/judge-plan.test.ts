import { testDatabase } from "@fairlead/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { judgePlan, type PlanLine, tablesThatStaySmall } from "./judge-plan.ts";
import { sameStatement } from "./recording.ts";
import { seedTables } from "./seed-tables.ts";

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.dispose());

const judged = async (sql: string) => {
  const { rows } = await database.db.$client.execute(`EXPLAIN QUERY PLAN ${sql}`);
  return judgePlan(sql, rows as unknown as PlanLine[]).map(({ does, table }) => `${does} ${table}`);
};

test.each([
  ["SELECT * FROM job", ["scans job"]],
  ["SELECT * FROM job AS j WHERE j.note = 'x'", ["scans job"]],
  [
    'select "d"."id" from "job" inner join "deployment" "d" on "d"."cause" = "job"."note"',
    ["scans job", "scans deployment"],
  ],
  ["SELECT id FROM job WHERE id IN (SELECT job_id FROM step WHERE name = 'build')", ["scans step"]],
  ["SELECT * FROM audit WHERE team_id = 'x' ORDER BY action", ["sorts audit"]],
  ["SELECT DISTINCT actor FROM audit WHERE team_id = 'x'", ["sorts audit"]],
  ["DELETE FROM delivery WHERE body = 'x'", ["scans delivery"]],
])("%s is seen", async (sql, findings) => {
  expect(await judged(sql)).toEqual(findings);
});

test.each([
  "SELECT * FROM job WHERE id = 'x'",
  "SELECT * FROM audit WHERE team_id = 'x' ORDER BY id DESC",
  "SELECT * FROM instance_setting",
  "SELECT value FROM json_each('[]') ORDER BY value",
  "WITH RECURSIVE lane(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM lane WHERE id < 3) SELECT * FROM lane",
])("%s is fine", async (sql) => {
  expect(await judged(sql)).toEqual([]);
});

test("every table but those that stay small has rows in the seeded world", async () => {
  const { rows } = await database.db.$client.execute(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
  );
  const growing = rows.map(({ name }) => String(name)).filter((name) => !tablesThatStaySmall.has(name));
  const seeded = seedTables(10_000, 0);
  expect(growing.length).toBeGreaterThan(20);
  expect(growing.filter((name) => !seeded.includes(`INSERT INTO "${name}"`))).toEqual([]);
});

test("a statement is the same whatever the length of its lists", () => {
  expect(sameStatement("select a from b where c in (?, ?, ?)")).toBe(sameStatement("select a from b where c in (?)"));
  expect(sameStatement("insert into a values (?, ?), (?, null)")).toBe(sameStatement("insert into a values (?, ?)"));
});
