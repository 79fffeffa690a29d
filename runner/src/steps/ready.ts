import { deployStep } from "../../contract/index.ts";
import { StepFailed } from "../outcome.ts";
import { explainSilence } from "../plan/explain-silence.ts";
import { describeAnswer, type ProbeAnswer, readinessRules } from "../plan/readiness/index.ts";
import type { Target } from "../ports/target.ts";
import { type Asked, type Candidate, crashed, probeOnce, showOutput } from "./candidate.ts";
import type { DeployContext } from "./deploy-context.ts";

const firstProbeMs = 100;

/** Asks the new version from outside until it answers often enough in a row, dies, or runs out of time. */
export function ready(
  deploy: DeployContext,
  { target, candidate }: { target: Target; candidate: Candidate },
): Promise<void> {
  return deploy.journal.step(deployStep.ready, async (note) => {
    const rules = readinessRules(deploy.payload.spec);
    const answer = await awaitReady(deploy, { target, candidate, rules });
    const said = describeAnswer(answer, rules.question);
    deploy.log.say(`${said}: ready.`);
    note(said);
  });
}

async function awaitReady(deploy: DeployContext, asked: Asked): Promise<ProbeAnswer> {
  const { clock, signal } = deploy;
  const { candidate, rules } = asked;
  const giveUpAt = candidate.startedAt + rules.deadlineMs;
  // Without side effects: this goes on listening when the release is long ready.
  const exited = candidate.watch.exited.then((exit) => ({ kind: "exited" as const, exit }));
  exited.catch(() => undefined);
  let last: ProbeAnswer | undefined;
  let successes = 0;
  // Hardly a process listens the moment it was started.
  await Promise.race([clock.sleep(Math.min(rules.intervalMs, firstProbeMs), signal), exited]);
  for (;;) {
    signal.throwIfAborted();
    const answer = await Promise.race([exited, probeOnce(deploy, asked)]);
    if (answer.kind === "exited") return crashed(deploy, { ...asked, exit: answer.exit });
    if (answer.kind !== last?.kind) {
      deploy.log.say(describeAnswer(answer, rules.question));
    }
    last = answer;
    successes = rules.accepts(answer) ? successes + 1 : 0;
    if (successes >= rules.successes) return answer;
    if (clock.monotonic() + rules.intervalMs > giveUpAt) throw await silent(deploy, { ...asked, last });
    await Promise.race([clock.sleep(rules.intervalMs, signal), exited]);
  }
}

async function silent(deploy: DeployContext, { target, candidate, rules, last }: Asked & { last: ProbeAnswer }) {
  const [logTail, listeners] = await Promise.all([
    showOutput(deploy, { target, candidate }),
    target.driver.listeners(candidate.container),
  ]);
  return new StepFailed(
    explainSilence({
      question: rules.question,
      port: deploy.payload.spec.container.port,
      waitedMs: deploy.clock.monotonic() - candidate.startedAt,
      lastAnswer: last,
      listeners,
      logTail,
    }),
  );
}
