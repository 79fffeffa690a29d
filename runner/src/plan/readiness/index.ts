import { type HealthCheck, usualHealth } from "../../../contract/index.ts";
import { command } from "./command.ts";
import { http } from "./http.ts";
import type { AskedSpec, ProbeAnswer, Question, QuestionKind } from "./question.ts";
import { tcp } from "./tcp.ts";

export type { ProbeAnswer, Question } from "./question.ts";

const kinds: { [K in Question["kind"]]: QuestionKind<K> } = { http, tcp, command };

/** How a resource without a health check is asked: it is ready when it accepts connections. */
const connectOnly: HealthCheck = { ...usualHealth, kind: "tcp", intervalMs: 50, timeoutMs: 5_000, successes: 1 };

export type ReadinessRules = Pick<HealthCheck, "intervalMs" | "timeoutMs" | "successes" | "deadlineMs"> & {
  question: Question;
  accepts: (answer: ProbeAnswer) => boolean;
};

export function readinessRules(spec: AskedSpec & { health: HealthCheck | null }): ReadinessRules {
  const health = spec.health ?? connectOnly;
  const { intervalMs, timeoutMs, successes, deadlineMs } = health;
  const kind = kinds[health.kind];
  return {
    ...{ intervalMs, timeoutMs, successes, deadlineMs },
    question: kind.question(health, spec),
    accepts: (answer) => kind.accepts(answer, health),
  };
}

/** In words, for the log and for evidence. */
export function describeAnswer(answer: ProbeAnswer, question: Question): string {
  const asked = nameOf(question);
  switch (answer.kind) {
    case "status":
      return `${asked} answered ${answer.status}${answer.location ? ` to ${answer.location.slice(0, 200)}` : ""}${missing(answer, question)}`;
    case "accepted":
      return `${asked} accepts connections`;
    case "ended":
      return `${asked} ended with ${answer.exitCode}${answer.exitCode === 0 ? "" : said(answer.lines)}`;
    case "refused":
      return question.kind === "command" ? `${asked} could not be run` : `${asked}: connection refused`;
    case "timeout":
      return `${asked}: no answer in time`;
    case "broken":
      return `${asked}: ${answer.detail.slice(0, 200)}`;
  }
}

const said = (lines: readonly string[]) => (lines.length === 0 ? "" : `: ${lines.at(-1)?.slice(0, 200)}`);

const missing = ({ body }: { body: string }, question: Question) =>
  question.kind === "http" && question.text !== null && !body.includes(question.text)
    ? `, without “${question.text}”`
    : "";

function nameOf(question: Question): string {
  switch (question.kind) {
    case "http":
      return http.name(question);
    case "tcp":
      return tcp.name(question);
    case "command":
      return command.name(question);
  }
}
