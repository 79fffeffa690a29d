import { ask } from "../support/ask.ts";
import type { WorldApplication } from "../support/world.ts";

/** What the healthy fixture says about itself. */
export type Said = { commit: string; version: string; instance: string };

const askEveryMs = 10;
/** How long the proxy keeps the address of a name. */
const lookupMs = 300;

/**
 * Asks through the proxy until the answer is the wanted one. The time between the first question and the start of the clock is
 * random: otherwise the proxy would look the name up at the same moments of every round, and all rounds end at multiples of its pace.
 */
export async function startAsking(application: WorldApplication, isWanted: (said: Said) => boolean) {
  const answered = answeredAt(application, isWanted);
  answered.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * lookupMs));
  const from = performance.now();
  /** From the start of the clock to the first wanted answer. */
  return { elapsed: async () => (await answered) - from };
}

async function answeredAt(
  { host, ip }: WorldApplication,
  isWanted: (said: Said) => boolean,
  { withinMs = 60_000 } = {},
): Promise<number> {
  const giveUpAt = performance.now() + withinMs;
  while (performance.now() < giveUpAt) {
    const answer = await ask({ host, ip, path: "/" }).catch(() => undefined);
    if (answer?.status === 200 && isWanted(JSON.parse(answer.body))) return performance.now();
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
  throw new Error(`${host} did not answer with the new version within ${withinMs} ms`);
}

export async function saidBy({ host, ip }: WorldApplication): Promise<Said> {
  return JSON.parse((await ask({ host, ip, path: "/" })).body);
}
