import type { ServerState } from "@fairlead/runner/contract";

const reached: ReadonlySet<ServerState> = new Set(["ready", "warning"]);

/** Which of some servers looks for the head of a branch, so that the others run what it finds: the first that will most likely answer. */
export function firstToFetch(servers: readonly { state: ServerState; isOnline: boolean }[]): number {
  const best = servers.findIndex(({ state, isOnline }) => isOnline && reached.has(state));
  const next = best >= 0 ? best : servers.findIndex(({ isOnline }) => isOnline);
  return Math.max(0, next);
}
