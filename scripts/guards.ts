// Removes every guard of the list once, and tells which removals no test noticed.
import { chooseGuards } from "../test/guards/choose-guards.ts";
import { findGuards, type Topic } from "../test/guards/find-guards.ts";
import type { Guard } from "../test/guards/guard.ts";
import { faultsOf, judgeRun } from "../test/guards/judge-run.ts";
import { runTests } from "../test/guards/run-tests.ts";
import { openRuns, type Runs } from "../test/guards/runs.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
const { signal } = interrupted;
const limitMs = 180_000;
const projectOf = ({ project }: Guard): string => project ?? "fast";

const wanted = process.argv.slice(2);
const topics = await findGuards();
const { chosen, unknown } = chooseGuards(topics, wanted);
if (unknown.length > 0) {
  print(
    `There are no guards of ${unknown.join(", ")}; there are those of ${topics.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}

/** A test that is red anyway notices nothing, so all that notice are run with every guard in place first. */
async function faultsWithAll(guards: readonly Guard[]): Promise<string[]> {
  const faults: string[] = [];
  for (const project of new Set(guards.map(projectOf))) {
    const files = new Set(guards.filter((guard) => projectOf(guard) === project).map(({ noticedBy }) => noticedBy));
    faults.push(...faultsOf(await runTests({ project, files: [...files], workers: 2, limitMs: limitMs * 5, signal })));
  }
  return faults;
}

async function removeOne(runs: Runs, topic: string, guard: Guard): Promise<boolean> {
  const { noticedBy: file, named } = guard;
  const verdict = judgeRun(
    await runs.run({ project: projectOf(guard), file, without: guard, ...(named ? { named } : {}) }),
  );
  print(`${verdict.isNoticed ? "noticed    " : "NOT NOTICED"} ${topic}: ${guard.rule} (${verdict.told})`);
  return verdict.isNoticed;
}

/** Two at a time, as there are cores. */
async function removeEach(all: readonly Topic[]): Promise<number> {
  const queue = all.flatMap(({ name, guards }) => guards.map((guard) => ({ name, guard })));
  let noticed = 0;
  const work = async () => {
    const runs = openRuns({ limitMs, signal });
    for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
      if (await removeOne(runs, next.name, next.guard)) noticed += 1;
    }
    runs.end();
  };
  await Promise.all([work(), work()]);
  return noticed;
}

const guards = chosen.flatMap((topic) => topic.guards);
const faults = await faultsWithAll(guards);
for (const fault of faults) print(fault);
const noticed = await removeEach(chosen);
print(`\n${guards.length} guards of ${chosen.length} topics, each removed once: ${noticed} noticed`);
process.exit(noticed === guards.length && faults.length === 0 ? 0 : 1);
