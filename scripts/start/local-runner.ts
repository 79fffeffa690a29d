import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Written by the control plane once a team exists; holds the one-time token of the runner beside it. */
export const localRunnerTokenFile = (home: string): string => join(home, "local-runner.token");

/** The local runner's own state: present means that it was enrolled before. */
export const localRunnerHome = (home: string): string => join(home, "runner");

/** Resolves when the local runner has a reason to start: a token to enrol with, or an enrolment from an earlier start. */
export async function runnerIsWanted(home: string): Promise<void> {
  while (!existsSync(localRunnerTokenFile(home)) && !existsSync(localRunnerHome(home))) await pause(500);
}
