/** Counts of one suite or of several together. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** How a suite ended: its exit code (undefined when it was ended by a signal) and the report it wrote, if any. */
export interface Ending {
  name: string;
  code: number | undefined;
  report: unknown;
}

/** A test that did not run, and why: nothing is left out without a word. */
export interface LeftOut {
  test: string;
  reason: string;
}

export interface Judged {
  tally: Tally;
  leftOut: LeftOut[];
  /** Why the suite counts as failed beyond its failed tests. */
  complaint?: string;
}

export const noTests: Tally = { passed: 0, failed: 0, skipped: 0 };

/**
 * Turns a suite's report into counts. What a report leaves out counts as failed: a file that could not be loaded, a suite
 * that died, a suite that ran nothing. A run without tests that says "0 failed" would be a lie.
 */
export function judge({ name, code, report }: Ending): Judged {
  const files = fileReports(report);
  if (!files) {
    const complaint = `the ${name} suite died before it reported`;
    return { tally: { ...noTests, failed: 1 }, leftOut: [], complaint };
  }
  const leftOut = files.flatMap((file) => file.leftOut);
  const states = files.flatMap((file) => file.states);
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length;
  const unloaded = files.filter((file) => file.isFailed && !file.states.includes("failed"));
  const tally: Tally = {
    passed: count("passed"),
    failed: count("failed") + unloaded.length,
    skipped: count(...leftOutStates),
  };
  if (tally.passed + tally.failed === 0) {
    return { tally: { ...tally, failed: 1 }, leftOut, complaint: `the ${name} suite ran no test` };
  }
  if (code !== 0 && tally.failed === 0) {
    const ending = code === undefined ? "was ended by a signal" : `ended with code ${code}`;
    return {
      tally: { ...tally, failed: 1 },
      leftOut,
      complaint: `the ${name} suite ${ending} although no test failed`,
    };
  }
  return unloaded.length === 0
    ? { tally, leftOut }
    : { tally, leftOut, complaint: `${unloaded.length} files of the ${name} suite failed outside their tests` };
}

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of all output; other programs read it. */
export const summaryLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

const leftOutStates = ["skipped", "pending", "todo", "disabled"];

interface FileReport {
  isFailed: boolean;
  states: string[];
  leftOut: LeftOut[];
}

/** Reads vitest's JSON report; undefined when it is none. */
function fileReports(report: unknown): FileReport[] | undefined {
  const files = field(report, "testResults");
  if (!Array.isArray(files)) return undefined;
  return files.map((file: unknown) => {
    const results = field(file, "assertionResults");
    const tests: unknown[] = Array.isArray(results) ? results : [];
    const isFailed = field(file, "status") === "failed";
    const leftOut = tests.filter((test) => leftOutStates.includes(stateOf(test))).map(leftOutOf(isFailed));
    return { isFailed, states: tests.map(stateOf), leftOut };
  });
}

const stateOf = (test: unknown) => String(field(test, "status"));

/** Tests do not run either when what they need at first failed; what tells so is counted as a failure. */
const leftOutOf =
  (isFailed: boolean) =>
  (test: unknown): LeftOut => {
    const told = field(field(test, "meta"), "leftOutBecause");
    const untold = isFailed ? "its file failed before it" : "it does not say why";
    return { test: String(field(test, "fullName")), reason: typeof told === "string" ? told : untold };
  };

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
