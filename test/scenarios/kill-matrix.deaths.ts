import { deploySteps } from "@fairlead/runner/contract";
import { stepEffects } from "../../runner/src/journal/effects.ts";

/** Where runners die one after another in one deployment. */
export type Deaths = { places: string[]; withNewDomain?: boolean };

// Done only when there is something to mend, or when routes changed: they have deaths of their own below.
const conditional = new Set(["connect:repair", "connect:remove", "route:routes"]);

// Generated from the steps and their effects, so that a new one is covered from its first day.
const boundariesOf = ({ name }: (typeof deploySteps)[number]): string[] => [
  `${name}:before`,
  ...stepEffects[name]
    .filter((effect) => !conditional.has(`${name}:${effect}`))
    .flatMap((effect) => [`${name}:before:${effect}`, `${name}:after:${effect}`]),
];
const boundaries = deploySteps.map(boundariesOf);
const end = `${deploySteps.at(-1)?.name}:after`;

/** The next runner puts in order what the first left, and dies of it as well. */
const whileMending = (moment: "before" | "after"): Deaths[] => [
  { places: ["flip:after:retire-name", `connect:${moment}:repair`] },
  { places: ["start:after:start", `connect:${moment}:remove`] },
  { places: [`sync-routes:${moment}:routes`], withNewDomain: true },
];

const alone = (place: string): Deaths => ({ places: [place] });

export const everyDeath: readonly Deaths[] = [
  ...[...boundaries.flat(), end].map(alone),
  ...whileMending("before"),
  ...whileMending("after"),
];

/** Each step once, where it has done the most and told the least, and each way to die while mending. */
export const aDeathOfEachStep: readonly Deaths[] = [
  ...boundaries.map((places) => alone(places.at(-1) ?? "")),
  ...whileMending("after"),
];
