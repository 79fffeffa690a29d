import { type Measured, measure } from "./check/measure.ts";
import { parseModule } from "./check/module.ts";
import { isTest } from "./check/places.ts";
import { listFiles, readText, sourcePaths } from "./check/repository.ts";
import { review } from "./check/review/review.ts";
import { formatTable } from "./print/table.ts";

interface Sized extends Measured {
  path: string;
}

const groups: [name: string, prefix: string][] = [
  ["runner/contract", "runner/contract/"],
  ["runner/state-lock", "runner/state-lock/"],
  ["runner/src", "runner/src/"],
  ["db", "db/"],
  ["api", "api/"],
  ["ui", "ui/"],
  ["scripts", "scripts/"],
  ["test", "test/"],
];

const percentile = (sorted: number[], share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;

function spread(values: number[]): string[] {
  const sorted = values.toSorted((a, b) => a - b);
  return [percentile(sorted, 0.5), percentile(sorted, 0.9), sorted.at(-1) ?? 0].map(String);
}

const linesOf = (files: Sized[]): number => files.reduce((sum, file) => sum + file.lines, 0);

/** One row: source and tests apart, so that long tests do not hide long source. */
function row(name: string, files: Sized[]): string[] {
  const source = files.filter((file) => !isTest(file.path));
  const tests = files.filter((file) => isTest(file.path));
  const counted = source.length > 0 ? source : files;
  const comments = counted.reduce((sum, file) => sum + file.commentLines, 0);
  const functions = counted.flatMap((file) => file.functions.filter((each) => each.name !== "callback"));
  return [
    name,
    String(counted.length),
    String(linesOf(counted)),
    ...spread(counted.map((file) => file.lines)),
    String(functions.length),
    ...spread(functions.map((each) => each.lines)),
    `${((100 * comments) / Math.max(1, linesOf(counted))).toFixed(1)} %`,
    source.length > 0 ? (linesOf(tests) / linesOf(source)).toFixed(2) : "",
  ];
}

const files = listFiles();
const modules = sourcePaths(files).map((path) => parseModule(path, readText(path)));
const sized = modules.map((module): Sized => ({ path: module.path, ...measure(module) }));
const rows = groups.map(([name, prefix]) =>
  row(
    name,
    sized.filter((file) => file.path.startsWith(prefix)),
  ),
);
const headings = ["package", " files", " lines", " median", " p90", " max", " functions", " median", " p90", " max"];
process.stdout.write(
  `${formatTable([...headings, " comments", " tests:source"], [...rows, row("everything", sized)])}\n`,
);
const longest = sized.toSorted((a, b) => b.lines - a.lines).slice(0, 5);
process.stdout.write(`\nlongest files: ${longest.map((file) => `${file.path} (${file.lines})`).join(", ")}\n`);

if (process.argv.includes("--review")) {
  const measures = review(modules, { files, readText });
  const told = measures.map(({ name, measured, goal, isMet }) => [name, measured, goal, isMet ? "yes" : "not yet"]);
  process.stdout.write(`\n${formatTable(["review", "measured", "goal", "reached"], told)}\n`);
}
