/** Ends with a sentence. Whoever reads the last line of a test run gets one, also when no test could run. */
export function giveUp(reason) {
  process.stderr.write(`${reason}\n`);
  if (process.argv[2] === "test") process.stdout.write("0 passed, 1 failed, 0 skipped\n");
  process.exit(1);
}
