import { statSync } from "node:fs";
import { writeRetention } from "../../api/src/people/instance/settings.store.ts";
import type { RetentionKind } from "../../api/src/rules/retention.ts";
import { aFlowWorld, anApplication, aSource } from "../../api/src/testing/flow.ts";
import { addHistory, type Busyness } from "../../api/src/testing/history.ts";
import { type TestDeps, testDeps } from "../../api/src/testing/test-deps.ts";
import { prune } from "../../api/src/work/retention/prune.ts";
import type { Proof, ProofRow } from "../../scripts/prove/proof.ts";

const hour = 60 * 60_000;
const day = 24 * hour;
const days = 60;
/** What one day brings. */
const busy: Busyness = { deliveries: 100_000, deployments: 10_000, checks: 14_400 };
const applicationCount = 50;
const kept: readonly [RetentionKind, number][] = [
  ["deliveries", 5],
  ["deployments", 7],
  ["logs", 3],
  ["jobs", 2],
  ["audit", 9],
];
/** By then everything is full: from here on the file must stay as it is. */
const fullAfter = 10;
const slack = 1.05;

const tables = ["delivery", "deployment", "job", "step", "log_chunk", "audit"] as const;
const aTurnOf = (perDay: number) => Math.ceil(perDay / 24);

async function numberOf(deps: TestDeps, sql: string): Promise<number> {
  return Number((await deps.db.$client.execute(sql)).rows[0]?.[0] ?? 0);
}

async function measure(deps: TestDeps, number: number, pruneMs: readonly number[]): Promise<ProofRow> {
  const path = String((await deps.db.$client.execute("PRAGMA database_list")).rows[0]?.[2] ?? "");
  const counts: Record<string, number> = {};
  for (const table of tables) counts[table] = await numberOf(deps, `SELECT count(*) FROM ${table}`);
  return {
    day: number,
    ...counts,
    "file MB": Math.round(statSync(path).size / 1e6),
    "prune ms/hour": Math.round(pruneMs.reduce((sum, ms) => sum + ms, 0) / pruneMs.length),
    "longest piece ms": Math.round(Math.max(...pieces.splice(0), 0)),
  };
}

/** How long each piece of the retention held everything else up. */
const pieces: number[] = [];

async function aDay(deps: TestDeps, given: Omit<Parameters<typeof addHistory>[1], keyof Busyness>): Promise<number[]> {
  const pruneMs: number[] = [];
  for (let turn = given.turn; turn < given.turn + 24; turn++) {
    await addHistory(deps, {
      ...given,
      turn,
      deliveries: aTurnOf(busy.deliveries),
      deployments: aTurnOf(busy.deployments),
      checks: aTurnOf(busy.checks),
    });
    deps.clock.advance(hour);
    const startedAt = performance.now();
    let pieceAt = startedAt;
    await prune(deps, {
      pause: async () => {
        pieces.push(performance.now() - pieceAt);
        await new Promise((resolve) => setImmediate(resolve));
        pieceAt = performance.now();
      },
    });
    pruneMs.push(performance.now() - startedAt);
  }
  return pruneMs;
}

async function tooOld(deps: TestDeps): Promise<string[]> {
  const oldest: [name: string, sql: string, days: number][] = [
    ["delivery", "SELECT min(created_at) FROM delivery", 5],
    ["deployment", "SELECT min(finished_at) FROM deployment", 7],
    ["small job", "SELECT min(finished_at) FROM job WHERE is_release = 0", 2],
    ["log", "SELECT min(finished_at) FROM job WHERE log_size_bytes > 0", 3],
    ["audit entry", "SELECT min(created_at) FROM audit", 9],
  ];
  const failures: string[] = [];
  for (const [name, sql, limit] of oldest) {
    const ageDays = (deps.clock.now() - (await numberOf(deps, sql))) / day;
    if (ageDays > limit + 1 / 24) failures.push(`the oldest ${name} is ${ageDays.toFixed(1)} days old, not ${limit}`);
  }
  const orphans = await numberOf(deps, "SELECT count(*) FROM step WHERE job_id NOT IN (SELECT id FROM job)");
  return orphans === 0 ? failures : [...failures, `${orphans} steps are left of jobs that are gone`];
}

export const retention: Proof = {
  name: "retention",
  title: "retention keeps up with 100,000 deliveries and 10,000 deployments a day for 60 days, and the file stays flat",
  minutes: 30,
  run: async ({ print, signal }) => {
    const deps = await testDeps();
    const rows: ProofRow[] = [];
    const failures: string[] = [];
    try {
      const world = await aFlowWorld(deps);
      const { id: sourceId } = await aSource(deps, world);
      const applications: string[] = [];
      for (let i = 0; i < applicationCount; i++) applications.push(await anApplication(deps, world, { sourceId }));
      for (const [kind, limit] of kept) await writeRetention(deps.db, { kind, days: limit, now: deps.clock.now() });
      for (let number = 1; number <= days && !signal.aborted; number++) {
        const pruneMs = await aDay(deps, { world, sourceId, applications, turn: (number - 1) * 24 });
        const row = await measure(deps, number, pruneMs);
        if (number % 5 === 0 || number === fullAfter) rows.push(row);
        print(JSON.stringify(row));
        failures.push(...(await tooOld(deps)).map((sentence) => `day ${number}: ${sentence}`));
      }
      const sizes = rows.filter((row) => Number(row.day) >= fullAfter).map((row) => Number(row["file MB"]));
      const [first = 0] = sizes;
      if (sizes.some((size) => size > first * slack))
        failures.push(`the file grew from ${first} MB on day ${fullAfter} to ${Math.max(...sizes)} MB`);
      if (signal.aborted) failures.push("it was interrupted");
    } finally {
      deps.dispose();
    }
    return { rows, failures };
  },
};
