// pure

/** Exit codes of the program; service managers and people read them. 78 and 77 are EX_CONFIG and EX_NOPERM of sysexits(3). */
export const exitCodes = { stopped: 0, failed: 1, unauthorized: 77, badConfig: 78 } as const;

/** How the process is asked to end. */
export type Stopping = {
  /** First signal: finish the jobs at hand, claim no more. */
  stop: AbortSignal;
  /** Second signal: give the jobs up. */
  abandon: AbortSignal;
};

export type StopControls = Stopping & {
  /** Call on every SIGTERM or SIGINT. */
  onSignal: () => "stop" | "abandon";
};

export function createStopping(): StopControls {
  const stop = new AbortController();
  const abandon = new AbortController();
  return {
    stop: stop.signal,
    abandon: abandon.signal,
    onSignal: () => {
      if (stop.signal.aborted) abandon.abort(new Error("the runner was asked twice to stop"));
      else stop.abort(new Error("the runner was asked to stop"));
      return abandon.signal.aborted ? "abandon" : "stop";
    },
  };
}
