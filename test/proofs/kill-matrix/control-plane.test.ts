import { deployStep, procedures } from "@fairlead/runner/contract";
import { ownProcedures } from "../../../runner/src/procedures/registry.ts";
import { matrixWorldOf } from "../../scenarios/matrix-world.ts";
import { outages } from "../../scenarios/outage.suite.ts";

const all = [
  ...ownProcedures.flatMap((procedure) =>
    procedures[procedure].map(({ name }) => ({ procedure, step: name, awayMs: 5_000 })),
  ),
  // Longer than any lease.
  ...ownProcedures.map((procedure) => ({ procedure, step: deployStep.start.name, awayMs: 90_000 })),
];
outages(all, matrixWorldOf(all));
