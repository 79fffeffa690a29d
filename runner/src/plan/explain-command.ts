// pure

import type { Cause } from "../../contract/index.ts";
import type { Exit } from "./explain-start.ts";
import { tellingLines } from "./telling-lines.ts";

const mebibyte = 1_048_576;

/** Why a release command that ended did not end well. */
export function explainCommand(
  { exitCode, isOutOfMemory, error }: Exit,
  { tail, memoryBytes }: { tail: readonly string[]; memoryBytes: number | null },
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
      sentence: `The release command needed more than ${memoryBytes === null ? "the server's memory" : `its limit of ${Math.round(memoryBytes / mebibyte)} MiB`} and was stopped.`,
      nextAction: "Raise the memory limit in the settings, or make the command use less.",
    };
  if (exitCode === 127 || exitCode === 126)
    return {
      ...failed,
      sentence: `The release command names a program that the image does not have (exit code ${exitCode}).`,
      nextAction: "Check the release command in the settings, and that the image brings its program.",
    };
  return {
    ...failed,
    sentence: `The release command failed with exit code ${exitCode}. Nothing of the new version was started.`,
    nextAction: "Mend what its last lines name, then deploy again.",
  };
}
