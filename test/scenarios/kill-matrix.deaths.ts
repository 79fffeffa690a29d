import { deployStep, type ProcedureName, placeOfStep, procedures, type Step } from "@fairlead/runner/contract";
import { procedureOf } from "../../runner/src/procedures/registry.ts";

/** Where runners die one after another in one deployment. `isBroken`: of a version that never answers. */
export type Deaths = { procedure: ProcedureName; places: string[]; withNewDomain?: boolean; isBroken?: boolean };

export const nameOf = ({ procedure, places, isBroken }: Deaths): string =>
  `${procedure}: the runner is killed at ${places.join(", then at ")}${isBroken ? ", and the new version is broken" : ""}`;

// Done only when there is something to mend, when routes changed, when a volume is used for the first time, for files, or for an image that
// is pushed: they have deaths of their own, below and beside volumes and files.
const conditional = new Set([
  "connect:repair",
  "connect:remove",
  "route:routes",
  "release-command:make-volume",
  "start:make-volume",
  "push:before",
  "push:push",
  "release-command:put-files",
  "start:put-files",
  "post-deploy-command:put-files",
]);

type Boundaries = { step: string; places: string[] };

// Generated from the registry, so that a new procedure, step or change is covered from its first day.
function boundariesOf(procedure: ProcedureName): Boundaries[] {
  const effects: Readonly<Record<string, readonly string[]>> = procedureOf[procedure].effects;
  const all = procedures[procedure].map(({ name }) => ({
    step: name,
    places: [
      ...(conditional.has(`${name}:before`) ? [] : [`${name}:before`]),
      ...(effects[name] ?? [])
        .filter((effect) => !conditional.has(`${name}:${effect}`))
        .flatMap((effect) => [`${name}:before:${effect}`, `${name}:after:${effect}`]),
    ],
  }));
  // A step that is never taken here has none.
  return all.filter(({ places }) => places.length > 0);
}

const { connect, start, ready, flip, makeRoom } = deployStep;
const stopsOld = (procedure: ProcedureName) => procedures[procedure].some((step: Step) => step === makeRoom);

/** The next runner puts in order what the first left, and dies of it as well. */
function whileMending(procedure: ProcedureName, moment: "before" | "after"): Deaths[] {
  const left = stopsOld(procedure) ? `${makeRoom.name}:after:step-aside` : `${flip.name}:after:retire-name`;
  return [
    { procedure, places: [left, `${connect.name}:${moment}:repair`] },
    { procedure, places: [`${start.name}:after:start`, `${connect.name}:${moment}:remove`] },
    ...(stopsOld(procedure) ? [] : [{ procedure, places: [`sync-routes:${moment}:routes`], withNewDomain: true }]),
  ];
}

/** The new version never answers, and the runner dies while it takes it back and, where one was stopped, has the old one return. */
function whileGoingBack(procedure: ProcedureName, moment: "before" | "after"): Deaths[] {
  const returns = [
    [`${ready.name}:${moment}:repair`],
    // And once more, when the next one puts in order what that left.
    [`${ready.name}:before:repair`, `${connect.name}:${moment}:repair`],
  ];
  const all = [[`${ready.name}:${moment}:discard`], ...(stopsOld(procedure) ? returns : [])];
  return all.map((places) => ({ procedure, places, isBroken: true }));
}

/** From the begin of the step that stops the old version until the new one has the traffic. */
function whileNobodyServes(procedure: ProcedureName): Deaths[] {
  if (!stopsOld(procedure)) return [];
  const placeOf = (step: string) => placeOfStep(step) ?? 0;
  return boundariesOf(procedure)
    .filter(({ step }) => placeOf(step) >= placeOf(makeRoom.name) && placeOf(step) < placeOf(flip.name))
    .flatMap(({ places }) => places)
    .map((place) => ({ procedure, places: [place], isBroken: true }));
}

export const everyDeath = (procedure: ProcedureName): readonly Deaths[] => [
  ...[...boundariesOf(procedure).flatMap(({ places }) => places), `${procedures[procedure].at(-1)?.name}:after`].map(
    (place) => ({ procedure, places: [place] }),
  ),
  ...(["before", "after"] as const).flatMap((moment) => whileMending(procedure, moment)),
  ...whileNobodyServes(procedure),
  ...(["before", "after"] as const).flatMap((moment) => whileGoingBack(procedure, moment)),
];

/** Each step once, where it has done the most and told the least, and each way to die while mending. */
export const aDeathOfEachStep = (procedure: ProcedureName): readonly Deaths[] => [
  ...boundariesOf(procedure).map(({ places }) => ({ procedure, places: [places.at(-1) ?? ""] })),
  ...whileMending(procedure, "after"),
];

const changesIn = (procedure: ProcedureName, step: string): string =>
  boundariesOf(procedure)
    .find((each) => each.step === step)
    ?.places.join() ?? "";

/** The same for a procedure beside `overlap`: of the steps that it goes otherwise, and of the old version's return. */
export const aDeathOfEachOwnStep = (procedure: ProcedureName): readonly Deaths[] => [
  ...boundariesOf(procedure)
    .filter(({ step }) => changesIn(procedure, step) !== changesIn("overlap", step))
    .map(({ places }) => ({ procedure, places: [places.at(-1) ?? ""] })),
  ...whileGoingBack(procedure, "after").slice(-1),
];
