import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Written by the control plane once a team exists; holds the one-time token of the runner beside it. */
const tokenFile = (home: string): string => join(home, "local-runner.token");

/** The local runner's own state: present means that it was enrolled before. */
export const localRunnerHome = (home: string): string => join(home, "runner");

/** Undefined when the control plane has none to give. A runner that is enrolled already does not look at it. */
export function localRunnerToken(home: string): string | undefined {
  return existsSync(tokenFile(home)) ? readFileSync(tokenFile(home), "utf8").trim() : undefined;
}

/** Resolves when the local runner has a reason to start: a token to enrol with, or an enrolment from an earlier start. */
export async function runnerIsWanted(home: string): Promise<void> {
  while (!existsSync(tokenFile(home)) && !existsSync(localRunnerHome(home))) await pause(500);
}
