// pure

import { isRunnerOnline } from "../runners/runner-online.ts";

type Reached = { state: string; runnerLastSeenAt: number; runnerRevokedAt: number | null };

const away: readonly string[] = ["unreachable", "untrusted", "pending"];

/** Whether what runs on a server can be removed there now: its last check got in, and its runner is there to be asked. */
export const isReachable = ({ state, runnerLastSeenAt, runnerRevokedAt }: Reached, now: number): boolean =>
  !away.includes(state) && isRunnerOnline({ lastSeenAt: runnerLastSeenAt, revokedAt: runnerRevokedAt }, now);
