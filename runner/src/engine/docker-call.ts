// pure

/** When a call that nobody answers ends. */
export type CallDeadlines = {
  /** For the whole of a short call. A daemon that takes longer hangs. */
  shortMs: number;
  /** For the beginning of a long call's answer. undefined: its signal alone ends it. */
  answerMs: (method: string, path: string) => number | undefined;
};

const shortMs = 60_000;
/** Freeing what a container or an image held takes as long as the disk needs. */
const removalMs = 300_000;

/**
 * Which Engine API calls may stay open for long: streams, waits, stops with a grace period, hijacked connections.
 * Everything else is a short question that must be answered within a minute.
 */
export function isLongCall(method: string, path: string): boolean {
  const [route = "", query = ""] = path.replace(/^\/v\d+\.\d+/, "").split("?");
  if (/[?&]?(follow|stream)=(1|true)/.test(query)) return true;
  if (/^\/(events|build|session|commit|images\/(create|load|get|[^?]+\/(push|get)))$/.test(route)) return true;
  if (/^\/containers\/[^/]+\/(wait|stop|restart|attach|stats|export|archive|top\/ws)$/.test(route)) return true;
  if (/^\/(exec\/[^/]+\/start|build\/prune|images\/prune|containers\/prune)$/.test(route)) return true;
  return method === "DELETE" && /^\/(images|containers|volumes)\//.test(route);
}

/**
 * A stop may take its grace first. What a build or a pull does before its first word (an upload, a registry) is the user's and has the
 * job's own limit.
 */
function answerMs(method: string, path: string): number | undefined {
  const [route = "", query = ""] = path.replace(/^\/v\d+\.\d+/, "").split("?");
  if (/^\/(build|images\/(create|load|[^?]+\/push)|commit)$/.test(route)) return undefined;
  if (/^\/containers\/[^/]+\/(stop|restart)$/.test(route)) {
    const grace = Number(new URLSearchParams(query).get("t") ?? 10);
    return shortMs + Math.max(0, grace) * 1_000;
  }
  return method === "DELETE" ? removalMs : shortMs;
}

export const callDeadlines: CallDeadlines = { shortMs, answerMs };
