// pure

import { beginningAndEnd } from "../../contract/index.ts";
import { firstError, tellingLines } from "../plan/telling-lines.ts";
import { buildFailures, type FailureFacts, firstLine } from "./build-failures.ts";
import { BuildFault } from "./build-fault.ts";

export type { FailureFacts };

/** Names the cause of a failed build from what Docker and the failing step said. Pure. */
export function explainBuildFailure(facts: FailureFacts): BuildFault {
  const { step } = facts;
  const message = beginningAndEnd(facts.message);
  const lastLines = (facts.lastLines ?? []).map((line) => beginningAndEnd(line));
  const output = beginningAndEnd(lastLines.join("\n"));
  const exitCode = exitCodeOf(message);
  // Of a program that failed Docker only repeats the command and the exit code.
  const docker = exitCode !== undefined && step ? [] : [firstLine(message)];
  const evidence = [...(step ? [step] : []), ...tellingLines(lastLines, 6), ...docker];
  const instruction = step?.replace(/^\[[^\]]*\]\s*/, "");
  const said = exitCode === undefined ? message : "";
  const rule = buildFailures.find(
    ({ pattern, isDockerOnly }) => pattern.test(said) || (!isDockerOnly && pattern.test(output)),
  );
  if (rule) {
    return new BuildFault(rule.reason, {
      sentence: rule.sentence({ ...facts, message }),
      evidence,
      nextAction: typeof rule.nextAction === "string" ? rule.nextAction : rule.nextAction({ ...facts, message }),
      instruction,
      exitCode,
    });
  }
  if (exitCode === 137) {
    return new BuildFault("out-of-memory", {
      sentence: `The build was killed, most likely because the server ran out of memory: ${instruction ?? firstLine(message)}`,
      evidence,
      nextAction: "Give the server more memory or swap, or make the build use less.",
      instruction,
      exitCode,
    });
  }
  if (facts.status !== undefined && facts.status >= 500) return daemonFailed(facts);
  return new BuildFault("build-failed", {
    sentence: sentenceOf({ message, exitCode, instruction, proof: firstError(lastLines) }),
    evidence,
    nextAction: "Read the last lines of the build log, fix the code or the Dockerfile, and push again.",
    instruction,
    exitCode,
  });
}

type Failed = {
  message: string;
  exitCode: number | undefined;
  instruction: string | undefined;
  proof: string | undefined;
};

/** What the program said went wrong comes first; the command that said so stands in the evidence. */
function sentenceOf({ message, exitCode, instruction, proof }: Failed): string {
  if (exitCode === undefined) return `The build failed: ${firstLine(message)}`;
  if (proof !== undefined) return `The build failed with exit code ${exitCode}: ${proof.slice(0, 300)}`;
  return `A build step failed with exit code ${exitCode}: ${instruction ?? ""}`;
}

const daemonFailed = ({ message, status }: FailureFacts) =>
  new BuildFault("docker-failed", {
    sentence: `Docker on the server failed: ${firstLine(message)}`,
    evidence: [`HTTP ${status}`],
    nextAction: "See what it says with `sudo journalctl -u docker -n 50` on the server, then try again.",
  });

/** 20.10 says `executor failed running [...]: exit code: 1`, newer ones `did not complete successfully: exit code: 1`. */
function exitCodeOf(message: string): number | undefined {
  const found = /exit code:? (\d{1,3})\b/.exec(message);
  return found ? Number(found[1]) : undefined;
}
