import { FolderInUse, outliveOutput, StateNotKept } from "../state-lock/index.ts";
import { systemClock } from "./agent/clock.ts";
import { ControlPlaneError } from "./agent/control-plane-error.ts";
import { createStopping, exitCodes } from "./agent/exits.ts";
import { createRunnerLog } from "./agent/runner-log.ts";
import { BadConfig, readConfig } from "./config.ts";
import { startRunner } from "./runner.ts";
import { version } from "./version.ts";

const runnerLog = createRunnerLog((line) => process.stderr.write(line), systemClock.now);

async function main(): Promise<number> {
  if (process.argv.includes("--version")) {
    process.stdout.write(`${version}\n`);
    return exitCodes.stopped;
  }
  const stopping = createStopping();
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.on(name, () => {
      const how = stopping.onSignal();
      runnerLog.say(
        how === "stop"
          ? "stopping when the jobs at hand have ended; a second signal gives them up"
          : "giving up the jobs at hand",
      );
    });
  }
  const kill = () => process.kill(process.pid, "SIGKILL");
  try {
    const end = await startRunner({ config: readConfig(process.env), stopping, runnerLog, kill });
    if (end === "stopped") return exitCodes.stopped;
    runnerLog.warn("the control plane does not know this runner any more; give it a new enrolment token");
    return exitCodes.unauthorized;
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  if (error instanceof BadConfig) {
    for (const problem of error.problems) runnerLog.warn(problem);
    return exitCodes.badConfig;
  }
  if (error instanceof ControlPlaneError && error.failure !== "unavailable") {
    runnerLog.warn("the control plane refuses this runner", { reason: error.message });
    return exitCodes.unauthorized;
  }
  if (error instanceof FolderInUse || error instanceof StateNotKept) {
    // No setting to mend: once the holder has gone or the disk takes something again, the next try succeeds.
    runnerLog.warn(error.message);
    return exitCodes.failed;
  }
  runnerLog.warn("the runner failed", {
    reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return exitCodes.failed;
}

outliveOutput();
// An error nobody waits for must not take the jobs of others with it; it is a fault of ours and is told.
const tellUnhandled = (error: unknown) =>
  runnerLog.warn("an error that nobody handled", {
    reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
process.on("unhandledRejection", tellUnhandled);
// What one server sends may break in a library where nothing of ours stands around it. Ending here would take the jobs on all other
// servers along, again after each start; what was asked of this server meets its deadline.
process.on("uncaughtException", tellUnhandled);

process.exit(await main());
