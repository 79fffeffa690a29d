import type { FailpointPlace } from "../agent/failpoints.ts";
import type { CallFault } from "./fake-docker/fake-docker.ts";
import type { Call } from "./fake-docker/state.ts";
import { createRunnerInMemory, type RunnerInMemory } from "./fake-jobs.ts";
import { createFakeMachine, type FakeMachine } from "./fake-machine.ts";
import { type JobCase, jobCases } from "./job-cases.ts";

/**
 * Where something breaks: at a place of the journal, or at the n-th call to Docker. `death`: the process is gone, and nobody takes
 * anything back. `error twice`: what is taken back is taken back once more by the next attempt, which breaks there too.
 */
export type StepFault = { of: JobCase } & (PlaceFault | CallAt);
export type PlaceFault = { place: FailpointPlace; how: "error" | "error twice" | "death" | "hang" };
export type CallAt = { call: number; name: string; fault: FaultName };

export const faults = {
  "is refused": { refuse: 400, message: "invalid reference format" },
  fails: { refuse: 500, message: "layer does not exist" },
  "is done but its answer is lost": "unheard",
  "is never answered": "silent",
} as const satisfies Record<string, CallFault>;
export type FaultName = keyof typeof faults;

export const howOf = (each: StepFault): string => ("place" in each ? each.how : each.fault);

export const nameOf = (each: StepFault): string =>
  "place" in each
    ? `${each.of.name}: ${each.how} ${each.place.moment} ${each.place.effect ? `${each.place.effect} in ` : ""}${each.place.step}`
    : `${each.of.name}: ${each.name} ${each.fault}`;

/**
 * Every way of breaking every kind of job, found by letting each run once and writing down the places of its journal and its calls: a
 * new step, effect, call, procedure or kind is covered at birth.
 */
export async function findStepFaults(home: string, { isThorough }: { isThorough: boolean }): Promise<StepFault[]> {
  const found: StepFault[] = [];
  for (const of of jobCases) {
    const { machine, runner } = await aServingMachine(home, of);
    const places: FailpointPlace[] = [];
    const calls: Call[] = [];
    machine.docker.faultOf = (call) => void calls.push(call);
    const hit = async (place: FailpointPlace) => void places.push(place);
    const { error } = await runner.run(of.payload(2), { failpoints: { hit } });
    if (error) throw error;
    const some = isThorough ? places : places.filter(hasJustChanged);
    found.push(...places.map((place) => ({ of, place, how: "error" as const })));
    for (const how of ["error twice", "death"] as const) found.push(...some.map((place) => ({ of, place, how })));
    if (isThorough) found.push(...places.map((place) => ({ of, place, how: "hang" as const })));
    const names: FaultName[] = isThorough
      ? ["is refused", "fails", "is done but its answer is lost", "is never answered"]
      : ["fails", "is done but its answer is lost"];
    calls.forEach((call, index) => {
      if (!isThorough && call.method === "GET") return;
      for (const fault of names) found.push({ of, call: index, name: `${call.method} ${shortOf(call.path)}`, fault });
    });
  }
  return found;
}

/** Between two changes nothing becomes otherwise outside: there it is enough to break once. */
const hasJustChanged = ({ effect, moment }: FailpointPlace, index: number) =>
  index === 0 || (effect !== undefined && moment === "after");

const shortOf = (path: string) => path.replace(/[0-9a-f]{64}/g, "<id>");

export type Serving = { machine: FakeMachine; runner: RunnerInMemory };

/** One version serves, brought there the way that this case's deployments go. */
export async function aServingMachine(home: string, { deploy }: Pick<JobCase, "deploy">): Promise<Serving> {
  const machine = createFakeMachine();
  const runner = createRunnerInMemory(machine, { name: "one", home });
  const { error } = await runner.run(deploy(1));
  if (error) throw error;
  return { machine, runner };
}
