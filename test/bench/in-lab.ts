import type { Measurement } from "../../scripts/bench/measurement.ts";
import { labAvailability } from "../lab/install.ts";

/** Measures where a lab can run; elsewhere the row says why not. */
export const inLab = (measurement: Measurement): Measurement => ({
  ...measurement,
  run: async () => {
    const lab = await labAvailability();
    return lab.available ? measurement.run() : { unavailable: lab.reason };
  },
});
