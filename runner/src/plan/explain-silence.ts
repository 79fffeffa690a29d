import type { Cause } from "../../contract/index.ts";
import type { Listener } from "./listeners.ts";
import { describeAnswer, type ProbeAnswer, type Question } from "./readiness/index.ts";

export type Silence = {
  question: Question;
  /** Of the resource: what a check without a port of its own asks. */
  port: number;
  waitedMs: number;
  lastAnswer: ProbeAnswer | undefined;
  /** undefined: the server did not let us look. */
  listeners: readonly Listener[] | undefined;
  logTail: readonly string[];
};

const limit = (lines: readonly string[], count: number) => lines.slice(-count).map((line) => line.slice(0, 500));
const neverReady = { class: "never-ready", step: null } as const;

/** Why a container that runs never became ready. */
export function explainSilence(silence: Silence): Cause {
  const { question, lastAnswer, waitedMs } = silence;
  const seconds = Math.round(waitedMs / 1000);
  const answered = lastAnswer ? describeAnswer(lastAnswer, question) : "no probe came to an end";
  const told = { seconds, evidence: [answered, ...limit(silence.logTail, 6)] };
  if (question.kind === "command") return explainCommand(lastAnswer, told);
  if (lastAnswer?.kind === "status") return explainStatus(lastAnswer, { ...told, question });
  const { listeners = [] } = silence;
  const listening = listeners.map((each) => `listens on ${nameOf(each)}`).slice(0, 4);
  const asked = { port: question.port, isOwnPort: question.port === silence.port, listeners };
  const elsewhere = explainElsewhere(asked, [answered, ...listening, ...limit(silence.logTail, 3)]);
  if (elsewhere) return elsewhere;
  const isDeaf = silence.listeners?.length === 0;
  return {
    ...neverReady,
    sentence: isDeaf
      ? `The container runs but listens on no port at all after ${seconds} s; it is expected on port ${question.port}.`
      : `The container did not answer on port ${question.port} within ${seconds} s.`,
    evidence: told.evidence.slice(0, 8),
    nextAction: asked.isOwnPort
      ? `Make it listen on 0.0.0.0:${question.port} (the PORT variable says so), or give it more time in its health check.`
      : `Make it listen on 0.0.0.0:${question.port}, or change the port of its health check.`,
  };
}

type Told = { seconds: number; evidence: string[] };

function explainCommand(answer: ProbeAnswer | undefined, { seconds, evidence }: Told): Cause {
  const lines = answer?.kind === "ended" ? limit(answer.lines, 5) : [];
  const isMissing = answer?.kind === "ended" && (answer.exitCode === 126 || answer.exitCode === 127);
  return {
    ...neverReady,
    sentence:
      answer?.kind === "ended"
        ? `The command of the health check ended with ${answer.exitCode} for ${seconds} s.`
        : `The command of the health check did not end well within ${seconds} s.`,
    evidence: [...evidence.slice(0, 1), ...lines, ...evidence.slice(1)].slice(0, 8),
    nextAction: isMissing
      ? "Name a command that the image has; it needs a shell, /bin/sh, too."
      : "Run the command in the container to see what it says, or give it more time in its health check.",
  };
}

type Asked = { port: number; isOwnPort: boolean; listeners: readonly Listener[] };

function explainElsewhere({ port, isOwnPort, listeners }: Asked, evidence: string[]): Cause | undefined {
  const open = listeners.filter((each) => !each.isLoopback);
  if (open.some((each) => each.port === port)) return undefined;
  if (listeners.some((each) => each.isLoopback && each.port === port)) {
    return {
      class: "loopback-only",
      step: null,
      sentence: `The container listens on 127.0.0.1:${port} only, so nothing outside can reach it.`,
      evidence,
      nextAction: `Listen on 0.0.0.0:${port} instead of 127.0.0.1 or localhost (often a HOST setting or --host 0.0.0.0).`,
    };
  }
  const [other] = open.length > 0 ? open : listeners;
  if (!other) return undefined;
  return {
    class: "wrong-port",
    step: null,
    sentence: `The container listens on port ${other.port}, but its ${isOwnPort ? "settings say" : "health check asks"} port ${port}.`,
    evidence,
    nextAction: isOwnPort
      ? `Change the port to ${other.port} in the settings, or make it listen on the PORT variable.`
      : `Change the port of the health check to ${other.port} in the settings.`,
  };
}

type Answered = Extract<ProbeAnswer, { kind: "status" }>;
type AskedByHttp = Told & { question: Question };

function explainStatus({ status, location, body }: Answered, { question, seconds, evidence }: AskedByHttp): Cause {
  const { path, text } = question.kind === "http" ? question : { path: "/", text: null };
  if (text !== null && !body.includes(text) && status < 400) {
    return {
      ...neverReady,
      sentence: `The health check got ${status} from ${path} for ${seconds} s, without the text that it wants.`,
      evidence: evidence.slice(0, 8),
      nextAction: "Make the path answer with that text, or change the text in the health check.",
    };
  }
  return {
    ...neverReady,
    sentence: `The health check got ${status} from ${path} for ${seconds} s${location ? ", a redirect" : ""}.`,
    evidence: evidence.slice(0, 8),
    nextAction:
      status === 404
        ? "Set the health check to a path that is answered."
        : "Make the path answer a status that the health check accepts, or change what it accepts.",
  };
}

const nameOf = ({ address, port }: Listener) => (address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`);
