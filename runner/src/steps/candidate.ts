import { StepFailed } from "../outcome.ts";
import { type Exit, explainExit } from "../plan/explain-start.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { ProbeAnswer, ReadinessRules } from "../plan/readiness/index.ts";
import type { ExitWatch, OwnDriver } from "../ports/driver.ts";
import type { Target } from "../ports/target.ts";
import type { DeployContext } from "./deploy-context.ts";

/** A server whose rollouts are ours. */
export type OwnTarget = Target & { driver: OwnDriver };

/** The new version, from its start on. */
export type Candidate = {
  container: ObservedContainer;
  watch: ExitWatch;
  /** By the monotonic clock. */
  startedAt: number;
};

export type Asked = { target: Target; candidate: Candidate; rules: ReadinessRules };

const shownLines = 20;

export function probeOnce(
  { signal }: Pick<DeployContext, "signal">,
  { target, candidate, rules }: Asked,
): Promise<ProbeAnswer> {
  const { question, timeoutMs } = rules;
  return target.probe({ container: candidate.container, question, timeoutMs, signal });
}

/** Always throws: says why the new version stopped running, with its last lines. */
export async function crashed(
  deploy: DeployContext,
  { target, candidate, exit }: { target: Target; candidate: Candidate; exit: Exit },
): Promise<never> {
  const logTail = await showOutput(deploy, { target, candidate });
  const { memoryBytes, capabilities } = deploy.payload.spec.container;
  throw new StepFailed(explainExit(exit, { logTail, memoryBytes, capabilities }));
}

/** What the resource printed belongs into the log: it is gone with the container. */
export async function showOutput(
  { log }: Pick<DeployContext, "log">,
  { target, candidate }: { target: Target; candidate: Pick<Candidate, "container"> },
): Promise<string[]> {
  const lines = await target.driver.logTail(candidate.container, shownLines);
  log.say(lines.length > 0 ? "The container's last lines:" : "The container printed nothing.");
  if (lines.length > 0) log.write("stdout", `${lines.join("\n")}\n`);
  return lines;
}
