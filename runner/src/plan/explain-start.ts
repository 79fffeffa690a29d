import { beginningAndEnd, type Capability, type Cause } from "../../contract/index.ts";
import type { Listener } from "./listeners.ts";
import { explainMissingCapability } from "./missing-capability.ts";
import { describeAnswer, type ProbeAnswer } from "./readiness.ts";
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
      sentence: `The application needed more than ${limited} and was stopped (exit code ${exitCode}).`,
      evidence,
      nextAction: "Raise the memory limit in the application's settings, or make the application use less.",
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
      sentence: `The application tried to listen on a port that is already taken inside its container (exit code ${exitCode}).`,
      nextAction: "Start only one server process per container, on the port in the PORT variable.",
    };
  }
  if (exitCode === 126 || exitCode === 127 || /executable file not found|: not found$/m.test(text)) {
    return {
      ...crashed,
      sentence: `The start command does not exist in the image (exit code ${exitCode}).`,
      nextAction: "Check the start command in the application's settings, or CMD and ENTRYPOINT of the Dockerfile.",
    };
  }
  if (exitCode === 137) {
    return {
      ...crashed,
      sentence: "The application was killed (exit code 137).",
      nextAction: "See whether the server ran out of memory (`dmesg | grep -i oom`) or somebody stopped the container.",
    };
  }
  return {
    ...crashed,
    sentence:
      exitCode === 0
        ? "The application ended by itself with exit code 0; a web application has to keep running."
        : `The application crashed with exit code ${exitCode}${proof === undefined ? "." : `: ${proof.slice(0, 300)}`}`,
    nextAction:
      evidence.length > 0
        ? "Read the application's last lines above, fix what they name, and deploy again."
        : "The application printed nothing. Check the start command and the variables it needs, then deploy again.",
  };
}

export type Silence = {
  port: number;
  path: string | null;
  waitedMs: number;
  lastAnswer: ProbeAnswer | undefined;
  /** undefined: the server did not let us look. */
  listeners: readonly Listener[] | undefined;
  logTail: readonly string[];
};

/** Why a container that runs never became ready. */
export function explainSilence(silence: Silence): Cause {
  const { port, path, lastAnswer, listeners, waitedMs } = silence;
  const seconds = Math.round(waitedMs / 1000);
  const answered = lastAnswer ? describeAnswer(lastAnswer, { path, port }) : "no probe came to an end";
  const evidence = [answered, ...limit(silence.logTail, 6)];
  if (lastAnswer?.kind === "status") return explainStatus(lastAnswer, { path: path ?? "/", seconds, evidence });
  const listening = (listeners ?? []).map((each) => `listens on ${nameOf(each)}`).slice(0, 4);
  const elsewhere = explainElsewhere(silence, [answered, ...listening, ...limit(silence.logTail, 3)]);
  if (elsewhere) return elsewhere;
  const isDeaf = listeners?.length === 0;
  return {
    class: "never-ready",
    step: null,
    sentence: isDeaf
      ? `The application runs but listens on no port at all after ${seconds} s; it is expected on port ${port}.`
      : `The application did not answer on port ${port} within ${seconds} s.`,
    evidence: evidence.slice(0, 8),
    nextAction: `Make the application listen on 0.0.0.0:${port} (the PORT variable says so), or give it more time in its health check.`,
  };
}

function explainElsewhere({ port, listeners = [] }: Silence, evidence: string[]): Cause | undefined {
  const open = listeners.filter((each) => !each.isLoopback);
  if (open.some((each) => each.port === port)) return undefined;
  if (listeners.some((each) => each.isLoopback && each.port === port)) {
    return {
      class: "loopback-only",
      step: null,
      sentence: `The application listens on 127.0.0.1:${port} only, so nothing outside its container can reach it.`,
      evidence,
      nextAction: `Listen on 0.0.0.0:${port} instead of 127.0.0.1 or localhost (often a HOST setting or --host 0.0.0.0).`,
    };
  }
  const [other] = open.length > 0 ? open : listeners;
  if (!other) return undefined;
  return {
    class: "wrong-port",
    step: null,
    sentence: `The application listens on port ${other.port}, but its settings say port ${port}.`,
    evidence,
    nextAction: `Change the application's port to ${other.port} in its settings, or make it listen on the PORT variable.`,
  };
}

function explainStatus(
  { status, location }: { status: number; location: string | undefined },
  { path, seconds, evidence }: { path: string; seconds: number; evidence: string[] },
): Cause {
  return {
    class: "never-ready",
    step: null,
    sentence: `The health check got ${status} from ${path} for ${seconds} s${location ? ", a redirect" : ""}.`,
    evidence: evidence.slice(0, 8),
    nextAction:
      status === 404
        ? "Set the health check to a path that the application answers."
        : "Make the path answer a status that the health check accepts, or change what it accepts.",
  };
}

const nameOf = ({ address, port }: Listener) => (address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`);
const inMebibytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;
