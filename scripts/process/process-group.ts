import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** Starts a program as the leader of its own process group, so that it and all it starts can be ended together. */
export function spawnGroup(command: string, args: string[], options: SpawnOptions): ChildProcess {
  return spawn(command, args, { ...options, detached: true });
}

/** Signals the whole group; a group that is gone already is no error. Signal 0 only asks whether anyone is left. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    // EPERM means somebody is there, only not ours to signal.
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}
