import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { listFiles, root } from "../../scripts/check/repository.ts";
import { type Recorded, sameStatement } from "./recording.ts";
import { productHash, readRecord } from "./records.ts";

const isOfSuite = (path: string) => /^api\/src\/.*\.test\.ts$/.test(path);

/** Runs those tests whose record is missing or of another product; the whole run before this suite leaves none. */
function recordAgain(paths: readonly string[]): void {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--project", "fast", "--reporter=dot", "--maxWorkers=2", ...paths];
  try {
    // What a few lives of a queue ask, all of them ask.
    execFileSync(process.execPath, args, { cwd: root, env: { ...process.env, MODEL_SEEDS: "80" } });
  } catch {
    // A test that fails is told by its own suite; what it asked is recorded all the same.
  }
}

/** Everything that the API's tests asked the database, each statement once. */
export function recordedStatements(): Recorded[] {
  const hash = productHash();
  const paths = listFiles().filter(isOfSuite);
  const missing = paths.filter((path) => readRecord(join(root, path), hash) === undefined);
  if (missing.length > 0) recordAgain(missing);
  return merge(paths.flatMap((path) => readRecord(join(root, path), hash) ?? []));
}

const samplesKept = 8;

function merge(all: readonly Recorded[]): Recorded[] {
  const statements = new Map<string, Recorded>();
  for (const { sql, by, samples } of all) {
    const known = statements.get(sameStatement(sql)) ?? { sql, by: [], samples: [] };
    const isNew = (text: string) => !known.samples.some((each) => JSON.stringify(each) === text);
    // The values belong to this very text: another one of the same statement may hold more of them.
    const fitting = known.sql === sql ? samples.filter((each) => isNew(JSON.stringify(each))) : [];
    statements.set(sameStatement(sql), {
      sql: known.sql,
      by: [...new Set([...known.by, ...by])],
      samples: [...known.samples, ...fitting].slice(0, samplesKept),
    });
  }
  return [...statements.values()];
}
