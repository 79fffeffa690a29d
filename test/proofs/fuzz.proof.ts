import type { Proof } from "../../scripts/prove/proof.ts";
import { fuzz } from "../hostile/fuzz/fuzz.ts";
import { targets } from "../hostile/fuzz/targets/all.ts";

const forMs = 60_000;
/** Others than the tests use, the same each time. */
const firstSeed = 1_000_000;

export const fuzzing: Proof = {
  name: "fuzz",
  title: "every parser of what comes from outside meets a minute of it, beside a job on another server",
  minutes: targets.length,
  run: async ({ print, signal }) => {
    const rows = [];
    const told: string[] = [];
    for (const target of targets) {
      if (signal.aborted) break;
      print(`${target.name}: ${target.title}`);
      const { tried, failures } = await fuzz(target, { seed: firstSeed, cases: 10_000_000, forMs });
      const kinds = Object.entries(tried?.kinds ?? {}).map(([kind, count]) => `${kind} ${count}`);
      print(`  seeds from ${firstSeed}, ${tried?.tries ?? 0} of them; read: ${kinds.join(", ") || "nothing"}`);
      rows.push({
        target: target.name,
        tries: tried?.tries ?? 0,
        read: tried?.read ?? 0,
        refused: tried?.refused ?? 0,
        failures: failures.length,
      });
      told.push(...failures.map(({ seed, what, words }) => `${target.name}, seed ${seed}: ${what}: ${words}`));
    }
    return { rows, failures: told };
  },
};
