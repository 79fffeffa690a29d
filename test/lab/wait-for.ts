import { setTimeout as delay } from "node:timers/promises";

/** Asks again and again until the answer is not `undefined`; gives up loudly, naming what was waited for and the last error. */
export async function waitFor<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  { timeoutMs = 30_000, everyMs = 25 } = {},
): Promise<Answer> {
  const giveUpAt = performance.now() + timeoutMs;
  let lastError: unknown;
  while (performance.now() < giveUpAt) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      lastError = error;
    }
    await delay(everyMs);
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}`, { cause: lastError });
}
