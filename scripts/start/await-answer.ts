import { setTimeout as pause } from "node:timers/promises";

const limitMs = 60_000;

/** Resolves when anything answers HTTP on this port; with a sentence when nothing does in time. */
export async function awaitAnswer(port: number): Promise<string | undefined> {
  const giveUpAt = performance.now() + limitMs;
  while (performance.now() < giveUpAt) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/`);
      await response.body?.cancel();
      return undefined;
    } catch {
      // Refused until it listens.
      await pause(40);
    }
  }
  return `the control plane did not answer on port ${port} within ${limitMs / 1000} s`;
}
