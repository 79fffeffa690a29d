import { beginningAndEnd, type Capability, type Cause } from "../../contract/index.ts";
import { explainMissingCapability } from "./missing-capability.ts";
import { firstError, tellingLines } from "./telling-lines.ts";

export type Exit = { exitCode: number; isOutOfMemory: boolean; error: string };

const limit = (lines: readonly string[], count: number) => lines.slice(-count).map((line) => line.slice(0, 500));

/** Why a container that ran stopped running. */
export function explainExit(
  exit: Exit,
  seen: { logTail: readonly string[]; memoryBytes: number | null; capabilities: readonly Capability[] },
): Cause {
  const { exitCode, isOutOfMemory } = exit;
  const told = tellingLines(seen.logTail, 7);
  const evidence = [...(exit.error ? [exit.error] : []), ...limit(told, 7)].slice(0, 8);
  const text = beginningAndEnd(seen.logTail.map((line) => beginningAndEnd(line, 2_048)).join("\n"), 65_536);
  if (isOutOfMemory || /JavaScript heap out of memory|java\.lang\.OutOfMemoryError/.test(text)) {
    const limited = seen.memoryBytes ? `its limit of ${inMebibytes(seen.memoryBytes)}` : "the server's memory";
    return {
      class: "out-of-memory",
      step: null,
      sentence: `The container needed more than ${limited} and was stopped (exit code ${exitCode}).`,
      evidence,
      nextAction: "Raise the memory limit in the settings, or make it use less.",
    };
  }
  if (/exec format error/i.test(`${exit.error}\n${text}`)) {
    return {
      class: "crashed",
      step: null,
      sentence: "The image was built for another processor architecture than this server has.",
      evidence,
      nextAction: "Build the image on this server, or publish it for the server's architecture as well.",
    };
  }
  const refused = exitCode === 0 ? undefined : explainMissingCapability(seen.logTail, seen.capabilities);
  if (refused) return { ...refused, evidence };
  return explainCrash(exitCode, { evidence, text, proof: firstError(seen.logTail) });
}

type Crash = { evidence: string[]; text: string; proof: string | undefined };

function explainCrash(exitCode: number, { evidence, text, proof }: Crash): Cause {
  const crashed = { class: "crashed", step: null, evidence } as const;
  if (/EADDRINUSE|address already in use/i.test(text)) {
    return {
      ...crashed,
      sentence: `The container tried to listen on a port that is already taken inside it (exit code ${exitCode}).`,
      nextAction: "Start only one server process per container, on the port in the PORT variable.",
    };
  }
  if (exitCode === 126 || exitCode === 127 || /executable file not found|: not found$/m.test(text)) {
    return {
      ...crashed,
      sentence: `The start command does not exist in the image (exit code ${exitCode}).`,
      nextAction: "Check the start command in the settings, or CMD and ENTRYPOINT of the Dockerfile.",
    };
  }
  if (exitCode === 137) {
    return {
      ...crashed,
      sentence: "The container was killed (exit code 137).",
      nextAction: "See whether the server ran out of memory (`dmesg | grep -i oom`) or somebody stopped the container.",
    };
  }
  return {
    ...crashed,
    sentence:
      exitCode === 0
        ? "The container ended by itself with exit code 0; what serves has to keep running."
        : `The container crashed with exit code ${exitCode}${proof === undefined ? "." : `: ${proof.slice(0, 300)}`}`,
    nextAction:
      evidence.length > 0
        ? "Read its last lines above, fix what they name, and deploy again."
        : "It printed nothing. Check the start command and the variables it needs, then deploy again.",
  };
}

const inMebibytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;
