import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { isMeasurement, type Measurement } from "./bench/measurement.ts";
import { numberText, type Row, take, targetText } from "./bench/verdict.ts";
import { root } from "./check/repository.ts";
import { formatTable } from "./print/table.ts";

const { values: options } = parseArgs({
  options: { json: { type: "boolean", default: false }, only: { type: "string" } },
});

// Only an exit, not a signal's default end, takes the started programs along.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

async function discover(): Promise<Measurement[]> {
  const folder = join(root, "test/bench");
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".bench.ts")) : [];
  const found: Measurement[] = [];
  for (const file of files.sort()) {
    const module: { measurements?: unknown } = await import(pathToFileURL(join(folder, file)).href);
    const list = Array.isArray(module.measurements) ? module.measurements : [];
    if (list.length === 0 || !list.every(isMeasurement)) throw new Error(`${file} exports no list of measurements`);
    found.push(...list);
  }
  return found;
}

const printed = (row: Row): string[] => [
  row.name,
  numberText(row.value),
  numberText(row.plain),
  row.ratio === undefined ? "" : `${numberText(row.ratio)} x`,
  row.unit,
  targetText(row.target),
  row.verdict,
  row.note ?? "",
];

const all = await discover();
const only = options.only;
const chosen = only === undefined ? all : all.filter(({ name }) => name.includes(only));
// Said to the other stream, so that `--json` stays JSON.
if (chosen.length === 0)
  process.stderr.write(only ? `no measurement is named "${only}"\n` : "there are no measurements\n");
const rows: Row[] = [];
for (const measurement of chosen) {
  process.stderr.write(`measuring ${measurement.name}\n`);
  rows.push(await take(measurement));
}
if (options.json) {
  const machine = {
    node: process.version,
    platform: process.platform,
    arch: process.arch,
    cores: availableParallelism(),
  };
  process.stdout.write(`${JSON.stringify({ machine, measurements: rows }, null, 2)}\n`);
} else if (rows.length > 0) {
  const headings = ["measurement", " value", " plain", " ratio", "unit", "target", "verdict", "note"];
  process.stdout.write(`\n${formatTable(headings, rows.map(printed))}\n`);
}
const isSound = chosen.length > 0 && rows.every(({ verdict }) => verdict !== "failed");
// Servers and connections of a measurement may still be closing; the numbers are complete.
process.exit(isSound ? 0 : 1);
