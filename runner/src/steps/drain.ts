import { deployStep } from "../../contract/index.ts";
import { StepFailed } from "../outcome.ts";
import { describeAnswer, readinessRules } from "../plan/readiness/index.ts";
import type { Target } from "../ports/target.ts";
import { type Candidate, crashed, probeOnce, showOutput } from "./candidate.ts";
import type { DeployContext } from "./deploy-context.ts";

/** The proxy's lookup (300 ms) and its idle connections (1 s) are over by then, twice. */
const drainMs = 2_500;
/** A version that falls over right after its start does so within this time. */
const watchMs = 5_000;
const lastProbes = 3;

type Watched = { target: Target; candidate: Candidate; flippedAt: number; hasPrevious: boolean };

/** Leaves the old version its requests in flight, and watches the new one: should it die, the traffic goes back. */
export function drain(deploy: DeployContext, { target, candidate, flippedAt, hasPrevious }: Watched): Promise<void> {
  const { journal, clock, lostSignal } = deploy;
  return journal.step(deployStep.drain, async (note) => {
    if (hasPrevious) note("the old version finishes its requests");
    const until = Math.max(flippedAt + drainMs, candidate.startedAt + watchMs);
    const done = new AbortController();
    const waited = clock.sleep(Math.max(0, until - clock.monotonic()), AbortSignal.any([lostSignal, done.signal]));
    waited.catch(() => undefined);
    const exit = await Promise.race([candidate.watch.exited, waited]);
    done.abort();
    if (exit) await crashed(deploy, { target, candidate, exit });
    await requireAnswer(deploy, { target, candidate });
  });
}

async function requireAnswer(deploy: DeployContext, { target, candidate }: { target: Target; candidate: Candidate }) {
  const rules = readinessRules(deploy.payload.spec);
  const asked = { target, candidate, rules };
  for (let left = lastProbes; ; left--) {
    const answer = await probeOnce({ signal: deploy.lostSignal }, asked);
    if (rules.accepts(answer)) return;
    if (left > 1) {
      await deploy.clock.sleep(rules.intervalMs, deploy.lostSignal);
      continue;
    }
    const logTail = await showOutput(deploy, { target, candidate });
    throw new StepFailed({
      class: "never-ready",
      step: null,
      sentence: "The new version stopped answering shortly after it got the traffic.",
      evidence: [describeAnswer(answer, rules.question), ...logTail.slice(-6)],
      nextAction: "Read its last lines above, fix what they name, and deploy again.",
    });
  }
}
