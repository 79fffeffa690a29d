import { RunnerFault } from "../outcome.ts";
import type { Clock } from "./clock.ts";

/** `before` and `after` a step, or one external effect in it. */
export type FailpointPlace = { step: string; moment: "before" | "after"; effect?: string };

export type Failpoints = { hit: (place: FailpointPlace) => Promise<void> };

type Action = "kill" | "error" | "hang";

export const noFailpoints: Failpoints = { hit: async () => undefined };

/**
 * `<step>:<before|after>[:<effect>]:<kill|error|hang>`, for the tests that break a runner at every place where it can break.
 * Throws on anything else: a typing error in a test must not pass as a healthy run.
 */
export function parseFailpoint(text: string, { kill, clock }: { kill: () => void; clock: Clock }): Failpoints {
  const match = text.match(/^([a-z-]+):(before|after)(?::([a-z-]+))?:(kill|error|hang)$/);
  if (!match)
    throw new Error(`FAIRLEAD_FAILPOINT must be <step>:<before|after>[:<effect>]:<kill|error|hang>, not "${text}"`);
  const [, step, moment, effect, action] = match;
  const name = text.slice(0, text.lastIndexOf(":"));
  let isUsed = false;
  return {
    hit: async (place) => {
      const isHere = place.step === step && place.moment === moment && place.effect === effect;
      // Once: the next attempt in the same process must be able to get through.
      if (!isHere || isUsed) return;
      isUsed = true;
      await act(action === "kill" || action === "hang" ? action : "error", { name, kill, clock });
    },
  };
}

async function act(action: Action, { name, kill, clock }: { name: string; kill: () => void; clock: Clock }) {
  if (action === "kill") kill();
  if (action === "hang") await clock.sleep(2_147_483_647);
  throw new RunnerFault({
    class: "internal",
    step: null,
    sentence: `The failpoint ${name} was hit.`,
    evidence: [],
    nextAction: "Nothing: a test asked for it.",
  });
}
