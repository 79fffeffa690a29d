/** A rule that the product keeps by one place in the code, and the test that notices when that place is gone. */
export interface Guard {
  /** In plain words, as in "a reset link works once". */
  rule: string;
  /** Where the guard stands, from the root of the repository. */
  file: string;
  /** The text of it, as it stands in the file, where it occurs once. */
  guard: string;
  /** What stands there instead when the guard is removed; the file must still be a program. */
  without: string;
  /** The test file that turns red then. */
  noticedBy: string;
  /** The vitest project of that file; `fast` unless told. */
  project?: "lab" | "worker";
  /** A pattern of test names, so that only what notices is run. */
  named?: string;
}

/** The environment variable by which a run of tests is told which guard is removed. */
export const removedGuard = "FAIRLEAD_WITHOUT_GUARD";

/** What is wrong with an entry; undefined when the file can be had without its guard. */
export function whyNotRemovable({ file, guard, without }: Guard, text: string): string | undefined {
  const times = text.split(guard).length - 1;
  if (times !== 1) return `the guard stands ${times} times in ${file}`;
  return guard === without ? "nothing would be removed" : undefined;
}
