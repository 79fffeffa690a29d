import { listFiles } from "./check/repository.ts";
import { type Chosen, chooseSuites } from "./test/choose-suites.ts";
import { countTests } from "./test/count-tests.ts";
import { runSuite } from "./test/run-suite.ts";
import { type Readiness, type Suite, suites } from "./test/suites.ts";
import { add, noTests, summaryLine, type Tally } from "./test/tally.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort());

async function runOne({ suite, files }: Chosen<Suite>, complaints: string[]): Promise<Tally> {
  print(`\n=== ${suite.name}: ${suite.title}`);
  const readiness = await prepare(suite);
  if (readiness instanceof Error) {
    complaints.push(`the ${suite.name} suite could not be prepared: ${readiness.message}`);
    return { ...noTests, failed: 1 };
  }
  if (!readiness.available) {
    const skipped = await countTests(suite.name);
    complaints.push(`${suite.name}: ${skipped} tests skipped, because ${readiness.reason}`);
    return { ...noTests, skipped };
  }
  for (const note of readiness.notes ?? []) print(note);
  const startedAt = performance.now();
  const { tally, leftOut, complaint } = await runSuite(suite, { files: files ?? [], signal: interrupted.signal });
  if (complaint) complaints.push(complaint);
  complaints.push(...leftOut.map(({ test, reason }) => `${suite.name}: skipped "${test}", because ${reason}`));
  print(`${suite.name}: ${summaryLine(tally)} in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  return tally;
}

function prepare(suite: Suite): Promise<Readiness | Error> {
  return suite.prepare().catch((error) => (error instanceof Error ? error : new Error(String(error))));
}

function chosen(): Chosen<Suite>[] {
  const files = listFiles();
  const found = chooseSuites(process.argv.slice(2), { suites, files });
  if (typeof found === "string") {
    print(found);
    process.exit(2);
  }
  return found.filter(({ suite }) => {
    const hasFiles = files.some((file) => suite.files.test(file));
    if (!hasFiles) print(`=== ${suite.name}: has no test files`);
    return hasFiles;
  });
}

const complaints: string[] = [];
let sum = noTests;
for (const each of chosen()) {
  if (interrupted.signal.aborted) break;
  sum = add(sum, await runOne(each, complaints));
}
if (sum.passed + sum.failed === 0) complaints.push("no test ran");
print("");
for (const complaint of complaints) print(complaint);
print(summaryLine(sum));
process.exitCode = sum.failed === 0 && sum.passed > 0 && !interrupted.signal.aborted ? 0 : 1;
