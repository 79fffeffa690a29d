// pure

/** Keys are the same everywhere: team, resource, deployment, job, step. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** What the runner says about itself, for `journalctl`. Never values of variables, never credentials. */
export type RunnerLog = {
  say: (message: string, fields?: LogFields) => void;
  warn: (message: string, fields?: LogFields) => void;
};

/** One JSON object a line, on the stream that is given. */
export function createRunnerLog(write: (line: string) => void, now: () => number): RunnerLog {
  const print =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      write(`${JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...fields })}\n`);
  return { say: print("info"), warn: print("warning") };
}
