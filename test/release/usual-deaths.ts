import type { ProcedureName } from "@fairlead/runner/contract";
import type { Failpoints } from "../../runner/src/agent/failpoints.ts";
import { LeaseLost } from "../../runner/src/outcome.ts";
import { procedureOf } from "../../runner/src/procedures/registry.ts";

export type Death = { step: string; moment: string; effect: string };

// Repairing, cleaning and changing routes have their cases in the engine's own tests; the first use of a volume and files
// have their own in those of volumes and files.
const notUsual = ["repair", "routes", "remove", "remove-images", "make-volume", "put-files", "push"];

/** Before and after everything that a deployment in order, which mounts nothing, has no files and is pushed nowhere, does outside the runner. */
export const usualDeaths = (procedure: ProcedureName): Death[] =>
  Object.entries(procedureOf[procedure].effects).flatMap(([step, effects]) =>
    effects
      .filter((effect) => !notUsual.includes(effect))
      .flatMap((effect) => ["before", "after"].map((moment) => ({ step, moment, effect }))),
  );

/** Ends the work at this place as a killed process does: nothing is undone, nothing more is done. */
export const dieAt = ({ step, moment, effect }: Death): Failpoints => ({
  hit: async (place) => {
    if (place.step === step && place.moment === moment && place.effect === effect)
      throw new LeaseLost("the process is gone");
  },
});
