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

export interface Judged {
  tally: Tally;
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
  if (!files) return { tally: { ...noTests, failed: 1 }, complaint: `the ${name} suite died before it reported` };
  const states = files.flatMap((file) => file.states);
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length;
  const unloaded = files.filter((file) => file.isFailed && !file.states.includes("failed"));
  const tally: Tally = {
    passed: count("passed"),
    failed: count("failed") + unloaded.length,
    skipped: count("skipped", "pending", "todo", "disabled"),
  };
  if (tally.passed + tally.failed === 0) {
    return { tally: { ...tally, failed: 1 }, complaint: `the ${name} suite ran no test` };
  }
  if (code !== 0 && tally.failed === 0) {
    const ending = code === undefined ? "was ended by a signal" : `ended with code ${code}`;
    return { tally: { ...tally, failed: 1 }, complaint: `the ${name} suite ${ending} although no test failed` };
  }
  return unloaded.length === 0
    ? { tally }
    : { tally, complaint: `${unloaded.length} files of the ${name} suite failed outside their tests` };
}

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of all output; other programs read it. */
export const summaryLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

interface FileReport {
  isFailed: boolean;
  states: string[];
}

/** Reads vitest's JSON report; undefined when it is none. */
function fileReports(report: unknown): FileReport[] | undefined {
  const files = field(report, "testResults");
  if (!Array.isArray(files)) return undefined;
  return files.map((file: unknown) => {
    const tests = field(file, "assertionResults");
    const states = Array.isArray(tests) ? tests.map((test: unknown) => String(field(test, "status"))) : [];
    return { isFailed: field(file, "status") === "failed", states };
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
