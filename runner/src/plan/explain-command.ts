// pure

import type { Cause } from "../../contract/index.ts";
import type { Exit } from "./explain-start.ts";
import { tellingLines } from "./telling-lines.ts";

const mebibyte = 1_048_576;

/** What people call the command, and what follows from its failure. */
export type CommandWords = { name: string; sequel: string };

type Seen = { tail: readonly string[]; memoryBytes: number | null; words: CommandWords };

/** Why a command of a release that ended did not end well. */
export function explainCommand(
  { exitCode, isOutOfMemory, error }: Exit,
  { tail, memoryBytes, words: { name, sequel } }: Seen,
): Cause {
  const told = tellingLines(
    tail.filter((line) => line.trim() !== ""),
    7,
  );
  const evidence = [...(error ? [error] : []), ...told].map((line) => line.slice(0, 500)).slice(0, 8);
  const failed = { class: "command-failed", step: null, evidence } as const;
  if (isOutOfMemory)
    return {
      ...failed,
      sentence: `The ${name} needed more than ${memoryBytes === null ? "the server's memory" : `its limit of ${Math.round(memoryBytes / mebibyte)} MiB`} and was stopped.`,
      nextAction: "Raise the memory limit in the settings, or make the command use less.",
    };
  if (exitCode === 127 || exitCode === 126)
    return {
      ...failed,
      sentence: `The ${name} names a program that the image does not have (exit code ${exitCode}).`,
      nextAction: `Check the ${name} in the settings, and that the image brings its program.`,
    };
  return {
    ...failed,
    sentence: `The ${name} failed with exit code ${exitCode}. ${sequel}`,
    nextAction: "Mend what its last lines name, then deploy again.",
  };
}
