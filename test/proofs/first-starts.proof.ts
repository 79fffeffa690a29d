import { apiProduct, buildWhatChanged } from "../../scripts/build/products.ts";
import type { Proof } from "../../scripts/prove/proof.ts";
import { countSteps, type Judged, judgeKilledStart } from "../start/first/kill-first-start.ts";

/** Two starts of the product at once are what two cores carry. */
const atOnce = 2;

/** The file without what differs from start to start. */
const fileOf = (killedAt: string | undefined) =>
  killedAt?.replace(/\.[0-9a-f]{12}\.draft$/, "") ?? "nothing: it was up";

function rowsOf(all: readonly Judged[]) {
  const places = Map.groupBy(all, ({ killedAt }) => fileOf(killedAt));
  return [...places].map(([place, judged]) => ({
    "killed at": place,
    times: judged.length,
    "owned by the code": judged.filter(({ wrong }) => wrong === undefined).length,
  }));
}

export const firstStarts: Proof = {
  name: "first-starts",
  title:
    "a first start killed at every call and byte of its state folder: the next one works, and only its code owns it",
  minutes: 12,
  async run({ print, signal }) {
    await buildWhatChanged([apiProduct]);
    const steps = await countSteps();
    print(`${steps} steps`);
    const judged: Judged[] = [];
    const failures: string[] = [];
    let next = 0;
    const work = async () => {
      while (next < steps && !signal.aborted) {
        const step = next++;
        const one = await judgeKilledStart(step);
        judged[step] = one;
        if (one.wrong !== undefined) failures.push(`step ${step}, ${one.killedAt}: ${one.wrong}`);
        if (step % 50 === 0) print(`step ${step}: ${one.killedAt}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    if (steps < 100) failures.push(`${steps} steps are fewer than a lock, a secret and a code take`);
    return { rows: rowsOf(judged.filter(Boolean)), failures };
  },
};
