/**
 * Lets this process live on when what it says reaches nobody: a log on a full disk, a reader that has gone. What could not be written is
 * lost, what comes later is written again. Without it Node ends the process with the first line that fails.
 */
export function outliveOutput(streams: readonly NodeJS.WritableStream[] = [process.stdout, process.stderr]): void {
  for (const each of streams) each.on("error", () => undefined);
}
