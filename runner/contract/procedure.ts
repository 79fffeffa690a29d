import * as v from "valibot";
import type { StepClass } from "./step.ts";

/**
 * What others must know of a step, so that nobody asks for its name.
 * - `stops-old`: from its begin on nobody serves, until the traffic moves.
 * - `moves-traffic`: once it has passed, the new version serves; from its begin on a deployment is not cancelled any more.
 */
export type StepMark = "stops-old" | "moves-traffic";
export type Step = { name: string; class: StepClass; title: string; marks?: readonly StepMark[] };

/** Every step that a deployment may have, in the order that holds in all procedures. */
export const deployStep = {
  connect: { name: "connect", class: "pure", title: "Connect to the server" },
  fetch: { name: "fetch", class: "pure", title: "Fetch the source" },
  build: { name: "build", class: "idempotent", title: "Build the image" },
  push: { name: "push", class: "idempotent", title: "Push the image" },
  route: { name: "route", class: "idempotent", title: "Prepare the route" },
  prepare: { name: "release-command", class: "idempotent", title: "Run the release command" },
  makeRoom: { name: "make-room", class: "idempotent", title: "Stop the old version", marks: ["stops-old"] },
  start: { name: "start", class: "idempotent", title: "Start the new version" },
  ready: { name: "ready", class: "pure", title: "Wait until it answers" },
  flip: { name: "flip", class: "idempotent", title: "Switch traffic", marks: ["moves-traffic"] },
  rollOut: { name: "roll-out", class: "idempotent", title: "Let the platform roll out", marks: ["moves-traffic"] },
  verify: { name: "verify", class: "pure", title: "Ask through the proxy" },
  drain: { name: "drain", class: "pure", title: "Watch the new version" },
  retire: { name: "retire", class: "idempotent", title: "Retire the old version" },
  follow: { name: "post-deploy-command", class: "idempotent", title: "Run the command after it" },
} as const satisfies Record<string, Step>;

const {
  makeRoom,
  rollOut,
  connect,
  fetch,
  build,
  push,
  route,
  prepare,
  start,
  ready,
  flip,
  verify,
  drain,
  retire,
  follow,
} = deployStep;
const prepared = [connect, fetch, build, push, route, prepare] as const;
const begun = [start, ready, flip] as const;
const settled = [verify, drain, retire, follow] as const;

/**
 * How a release takes the place of the one before, step by step: timeline in the interface, journal in the database, rows of the kill
 * matrix.
 * - `overlap`: the new one starts beside the old one and takes over when it answers. No request fails.
 * - `replace`: both cannot run at once, so the old one stops first, and comes back when the new one fails.
 * - `hand-over`: the platform is told what shall run, and brings it about by itself.
 */
export const procedures = {
  overlap: [...prepared, ...begun, ...settled],
  replace: [...prepared, makeRoom, ...begun, ...settled],
  "hand-over": [...prepared, rollOut, verify, follow],
} as const satisfies Record<string, readonly Step[]>;

export type ProcedureName = keyof typeof procedures;
export const procedureNames = ["overlap", "replace", "hand-over"] as const satisfies readonly ProcedureName[];
export const Procedure = v.picklist(procedureNames);

export type StepOf<P extends ProcedureName> = (typeof procedures)[P][number];
export type DeployStepName = StepOf<ProcedureName>["name"];

/** The steps of all procedures, each once, in order. */
export const deploySteps: readonly Step[] = Object.values(deployStep);

const places = new Map(deploySteps.map(({ name }, place) => [name, place]));
const movesTraffic = deploySteps.findIndex(({ marks }) => marks?.includes("moves-traffic"));

/** Where a step stands among all; undefined: it is no step of a deployment. */
export const placeOfStep = (name: string): number | undefined => places.get(name);

/** Whether a step with this name does what the mark says. */
export const isMarked = (name: string, mark: StepMark): boolean =>
  deploySteps[places.get(name) ?? -1]?.marks?.includes(mark) ?? false;

/** Whether traffic moves in this step, or moved before it. */
export const isFromTrafficOn = (name: string | null): boolean => (places.get(name ?? "") ?? -1) >= movesTraffic;

/** Those that are done once the traffic has moved. */
export function stepsBeforeTraffic(procedure: ProcedureName): readonly Step[] {
  const own: readonly Step[] = procedures[procedure];
  const moving = own.findIndex(({ name }) => isMarked(name, "moves-traffic"));
  return own.slice(1, moving + 1);
}
