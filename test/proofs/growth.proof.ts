import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Proof } from "../../scripts/prove/proof.ts";
import { type Comparison, compareGrowth, hasGrown } from "../growth/compare.ts";
import { exceptions } from "../growth/exceptions.ts";
import { permitFrom } from "../growth/permit.ts";
import { seededFile } from "../growth/seed.ts";
import { recordedStatements } from "../growth/statements.ts";
import { measureCalls } from "./growth-calls.ts";

const small = 10_000;
const large = 1_000_000;

async function measured(size: number): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-growth-"));
  try {
    const copy = join(folder, "growth.db");
    copyFileSync(await seededFile(size), copy);
    return await measureCalls(copy, size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const shown = (milliseconds: number) => Number(milliseconds.toFixed(2));

const sentence = ({ statement, role, small: before, large: after }: Comparison) =>
  `${statement.by.join(", ")} for ${role} reads ${before} rows of ${small} deployments and ${after} of ${large}: ${statement.sql}`;

export const growth: Proof = {
  name: "growth",
  title: "a million deployments cost no more than ten thousand: rows read by every statement, CPU of everyday calls",
  minutes: 15,
  run: async ({ print }) => {
    print("recording what the API's tests ask");
    const statements = recordedStatements();
    print(`${statements.length} statements; seeding`);
    for (const size of [small, large]) {
      const startedAt = Date.now();
      await seededFile(size);
      print(
        `${size} deployments with their jobs, logs and deliveries: ${Math.round((Date.now() - startedAt) / 1_000)} s`,
      );
    }
    print("measuring everyday calls");
    const before = await measured(small);
    const after = await measured(large);
    print("comparing the rows that each statement reads");
    const { comparisons } = await compareGrowth(statements, { small, large });
    const permit = permitFrom(exceptions.filter(({ does }) => does === "reads more"));
    const grown = comparisons.filter((each) => hasGrown(each) && !permit.allows(each.statement, () => true));
    print(`${comparisons.length} readings compared, ${grown.length} have grown`);
    const rows = [...before].map(([call, milliseconds]) => ({
      call,
      "10,000: CPU ms": shown(milliseconds),
      "1,000,000: CPU ms": shown(after.get(call) ?? Number.NaN),
    }));
    return { rows, failures: comparisons.length === 0 ? ["nothing was compared"] : grown.map(sentence) };
  },
};
