import { join } from "node:path";
import { createVitest, type TestModule, type Vitest } from "vitest/node";
import { root } from "../../scripts/check/repository.ts";
import { removedGuard } from "./guard.ts";
import type { Report } from "./judge-run.ts";
import type { Wanted } from "./runs.ts";

// A program of its own: Vitest is opened once and keeps what it has read, so that a run costs its tests and the one file that changed.

const opened = new Map<string, Promise<Vitest>>();

/** Whatever is removed is removed while a file is read: see `removeGuard`. */
async function openVitest(project: string): Promise<Vitest> {
  process.env[removedGuard] = "";
  const given = { root, watch: false, project: [project], maxWorkers: 1, reporters: [{}], fsModuleCache: false };
  const vitest = await createVitest("test", given);
  await vitest.standalone();
  return vitest;
}

async function run({ project, file, named, without }: Wanted): Promise<Report> {
  const vitest = await (opened.get(project) ?? opened.set(project, openVitest(project)).get(project));
  if (!vitest) throw new Error(`Vitest was not opened for ${project}.`);
  process.env[removedGuard] = JSON.stringify(without);
  const changed = join(root, without.file);
  vitest.invalidateFile(changed);
  if (named) vitest.setGlobalTestNamePattern(named);
  else vitest.resetGlobalTestNamePattern();
  const specifications = await vitest.globTestSpecifications([join(root, file)]);
  const { testModules } = await vitest.runTestSpecifications(specifications);
  vitest.invalidateFile(changed);
  // Files of earlier runs are told again.
  return { testResults: testModules.filter(({ moduleId }) => moduleId === join(root, file)).map(resultOf) };
}

const resultOf = (file: TestModule): Report["testResults"][number] => ({
  message: file.errors()[0]?.message ?? "",
  assertionResults: [...file.children.allTests()].map((test) => {
    const { state, errors = [] } = test.result();
    return { fullName: test.fullName, status: state, failureMessages: errors.map(({ message }) => message) };
  }),
});

process.on("message", async (wanted: Wanted) => {
  try {
    process.send?.(await run(wanted));
  } catch (error) {
    process.send?.({ testResults: [{ message: String(error), assertionResults: [] }] } satisfies Report);
  }
});
process.on("disconnect", () => process.exit());
