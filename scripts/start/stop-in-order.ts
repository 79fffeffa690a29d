import type { Supervised } from "./supervise.ts";

// One Ctrl-C arrives several times: from the terminal, from npm and from the bootstrap script.
const sameKeystrokeMs = 300;

/**
 * Wires signals to an orderly end. `running` is stopped from its first entry on, one after the other: a runner still reports to
 * the control plane while it finishes its job. A second Ctrl-C asks everything again, which makes a runner cancel its job; a
 * third ends all of it at once.
 */
export function stopInOrder(running: Supervised[]): void {
  let asked = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  const ask = () => {
    if (performance.now() - lastAt < sameKeystrokeMs) return;
    lastAt = performance.now();
    asked += 1;
    if (asked === 1) void stopAll(running).then(() => process.exit(0));
    else if (asked === 2) askAgain(running);
    else killAll(running);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  // The bootstrap script holds the other end; when it is gone, nobody is left to stop us.
  process.once("disconnect", ask);
  process.channel?.unref();
}

async function stopAll(running: Supervised[]): Promise<void> {
  const isLong = setTimeout(() => {
    process.stdout.write("waiting for the running job to finish; press Ctrl-C again to cancel it\n");
  }, 2_000);
  for (const each of running) await each.stop();
  clearTimeout(isLong);
}

function askAgain(running: Supervised[]): void {
  process.stdout.write("cancelling; press Ctrl-C once more to end everything at once\n");
  for (const each of running) void each.stop();
}

function killAll(running: Supervised[]): void {
  for (const each of running) each.kill();
  process.exit(1);
}
