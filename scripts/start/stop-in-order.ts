import type { Supervised } from "./supervise.ts";

// One Ctrl-C arrives several times: from the terminal, from npm and from the bootstrap script.
const sameKeystrokeMs = 300;

export interface Surroundings {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  say(line: string): void;
  exit(code: number): void;
}

/**
 * Returns what a stop signal does. `running` is stopped from its first entry on, one after the other: a runner still reports to
 * the control plane while it finishes its job. A second request asks the one that is being waited for again, which makes a
 * runner cancel its job; a third ends everything at once.
 */
export function stopInOrder(running: Supervised[], { now, say, exit }: Surroundings): () => void {
  let requests = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let waitingFor: Supervised | undefined;
  const stopAll = async () => {
    for (const each of running) {
      waitingFor = each;
      await each.stop();
    }
    exit(0);
  };
  const killAll = () => {
    for (const each of running) each.kill();
    exit(1);
  };
  return () => {
    if (now() - lastAt < sameKeystrokeMs) return;
    lastAt = now();
    requests += 1;
    if (requests === 1) {
      say("stopping; a running job is finished first. Press Ctrl-C again to cancel it");
      void stopAll();
    } else if (requests === 2) {
      say("cancelling; press Ctrl-C once more to end everything at once");
      void waitingFor?.stop();
    } else killAll();
  };
}
