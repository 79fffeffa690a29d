import { deployStep, type ProcedureName, procedures } from "@fairlead/runner/contract";
import { procedureOf } from "../../runner/src/procedures/registry.ts";

/** Where runners die one after another in one deployment. */
export type Deaths = { places: string[]; withNewDomain?: boolean };

/** Those whose rollouts are ours: in any other the platform does what a runner could die of. */
export type MatrixProcedure = Exclude<ProcedureName, "hand-over">;

// Done only when there is something to mend, or when routes changed: they have deaths of their own below.
const conditional = new Set(["connect:repair", "connect:remove", "route:routes"]);

// Generated from the registry, so that a new procedure, step or change is covered from its first day.
function boundariesOf(procedure: MatrixProcedure): string[][] {
  const effects: Readonly<Record<string, readonly string[]>> = procedureOf[procedure].effects;
  return procedures[procedure].map(({ name }) => [
    `${name}:before`,
    ...(effects[name] ?? [])
      .filter((effect) => !conditional.has(`${name}:${effect}`))
      .flatMap((effect) => [`${name}:before:${effect}`, `${name}:after:${effect}`]),
  ]);
}

const { connect, start, flip, makeRoom } = deployStep;

/** The next runner puts in order what the first left, and dies of it as well. */
function whileMending(procedure: MatrixProcedure, moment: "before" | "after"): Deaths[] {
  const left = procedure === "overlap" ? `${flip.name}:after:retire-name` : `${makeRoom.name}:after:step-aside`;
  return [
    { places: [left, `${connect.name}:${moment}:repair`] },
    { places: [`${start.name}:after:start`, `${connect.name}:${moment}:remove`] },
    ...(procedure === "overlap" ? [{ places: [`sync-routes:${moment}:routes`], withNewDomain: true }] : []),
  ];
}

const alone = (place: string): Deaths => ({ places: [place] });

export const everyDeath = (procedure: MatrixProcedure): readonly Deaths[] => [
  ...boundariesOf(procedure).flat().map(alone),
  alone(`${procedures[procedure].at(-1)?.name}:after`),
  ...whileMending(procedure, "before"),
  ...whileMending(procedure, "after"),
];

/** Each step once, where it has done the most and told the least, and each way to die while mending. */
export const aDeathOfEachStep = (procedure: MatrixProcedure): readonly Deaths[] => [
  ...boundariesOf(procedure).map((places) => alone(places.at(-1) ?? "")),
  ...whileMending(procedure, "after"),
];
