import { type JobKind, type JobPayload, jobKindNames } from "../../contract/index.ts";
import type { FailpointPlace } from "../agent/failpoints.ts";
import { outcomeOf, StepFailed } from "../outcome.ts";
import { liveName } from "../plan/names.ts";
import { ids } from "./builders.ts";
import type { CallFault } from "./fake-docker/fake-docker.ts";
import type { Call } from "./fake-docker/state.ts";
import { createRunnerInMemory, payloads, type Ran, type RunnerInMemory } from "./fake-jobs.ts";
import { createFakeMachine, type FakeMachine } from "./fake-machine.ts";

/** Where something breaks: at a place of the journal, or at the n-th call to Docker. */
export type StepFault = { kind: JobKind } & (
  | { place: FailpointPlace; how: "error" | "hang" }
  | { call: number; name: string; fault: FaultName }
);

const faults = {
  "is refused": { refuse: 400, message: "invalid reference format" },
  fails: { refuse: 500, message: "layer does not exist" },
  "is done but its answer is lost": "unheard",
  "is never answered": "silent",
} as const satisfies Record<string, CallFault>;
type FaultName = keyof typeof faults;

export const nameOf = (each: StepFault): string =>
  "place" in each
    ? `${each.kind}: ${each.how} ${each.place.moment} ${each.place.effect ? `${each.place.effect} in ` : ""}${each.place.step}`
    : `${each.kind}: ${each.name} ${each.fault}`;

const isChange = ({ method }: Call) => method !== "GET";

/**
 * Every way of breaking every kind of job, found by letting each run once and writing down the places of its journal and its calls: a
 * new step, effect, call or kind is covered at birth.
 */
export async function findStepFaults(home: string, { isThorough }: { isThorough: boolean }): Promise<StepFault[]> {
  const found: StepFault[] = [];
  for (const kind of jobKindNames) {
    const { machine, runner } = await aServingMachine(home);
    const places: FailpointPlace[] = [];
    const calls: Call[] = [];
    machine.docker.faultOf = (call) => void calls.push(call);
    const hit = async (place: FailpointPlace) => void places.push(place);
    const { error } = await runner.run(payloadOf(kind), { failpoints: { hit } });
    if (error) throw error;
    found.push(...places.map((place) => ({ kind, place, how: "error" as const })));
    if (isThorough) found.push(...places.map((place) => ({ kind, place, how: "hang" as const })));
    const names: FaultName[] = isThorough
      ? ["is refused", "fails", "is done but its answer is lost", "is never answered"]
      : ["fails", "is done but its answer is lost"];
    calls.forEach((call, index) => {
      if (!isThorough && !isChange(call)) return;
      for (const fault of names) found.push({ kind, call: index, name: `${call.method} ${shortOf(call.path)}`, fault });
    });
  }
  return found;
}

const shortOf = (path: string) => path.replace(/[0-9a-f]{64}/g, "<id>");
const payloadOf = (kind: JobKind): JobPayload => payloads[kind](2);

async function aServingMachine(home: string) {
  const machine = createFakeMachine();
  const runner = createRunnerInMemory(machine, { name: "one", home });
  const { error } = await runner.run(payloads.deploy(1));
  if (error) throw error;
  return { machine, runner };
}

/** What did not hold after this fault; undefined: all did. */
export async function judgeStepFault(home: string, given: StepFault): Promise<string | undefined> {
  const { machine, runner } = await aServingMachine(home);
  const leases = countLeases(runner);
  const ran = await runWith(given, { machine, runner });
  if (!ran) return "it did not end";
  machine.docker.faultOf = () => undefined;
  const why = ran.error === undefined ? undefined : reasonMissing(ran);
  if (why) return why;
  if (leases() !== 0) return `${leases()} connections were not given back`;
  if (!isServing(machine) && !["stop", "remove", "restart"].includes(given.kind)) return "nobody serves any more";
  return afterwards(given, { machine, runner });
}

type World = { machine: FakeMachine; runner: RunnerInMemory };

/** Longer than any call may take; what has only the job's limit is ended by that. */
const limitMs = 2_000;
const givenUpMs = 20_000;

async function runWith(given: StepFault, { machine, runner }: World): Promise<Ran | undefined> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(outOfTime()), limitMs);
  let count = 0;
  if ("call" in given) machine.docker.faultOf = () => (count++ === given.call ? faults[given.fault] : undefined);
  const hit = async (place: FailpointPlace) => {
    if (!("place" in given) || !isSame(place, given.place) || count++ > 0) return;
    if (given.how === "error") throw new Error("broken on the way");
    await new Promise(() => undefined);
  };
  const late = new Promise<undefined>((resolve) => void setTimeout(resolve, givenUpMs, undefined).unref());
  const ran = await Promise.race([
    runner.run(payloadOf(given.kind), { failpoints: { hit }, signal: limit.signal }),
    late,
  ]);
  clearTimeout(timer);
  return ran;
}

const isSame = (a: FailpointPlace, b: FailpointPlace) =>
  a.step === b.step && a.moment === b.moment && a.effect === b.effect;

const outOfTime = () =>
  new StepFailed({
    class: "timed-out",
    step: null,
    sentence: "The job took longer than its limit.",
    evidence: [],
    nextAction: "Raise the limit.",
  });

/** Only the error that the test itself threw may be one that nobody knows. */
function reasonMissing({ error, step }: Ran): string | undefined {
  const outcome = outcomeOf(error, { step, signal: new AbortController().signal });
  if (!outcome || !("cause" in outcome)) return "its end has no reason";
  const { sentence, evidence } = outcome.cause;
  const isUnknown = sentence.includes("does not know") && !evidence.some((line) => line.includes("broken on the way"));
  return isUnknown ? `its reason is unknown: ${evidence.join(" ")}` : undefined;
}

function countLeases({ tools }: RunnerInMemory): () => number {
  let held = 0;
  const { acquire } = tools.hosts;
  tools.hosts.acquire = async (...given) => {
    const lease = await acquire(...given);
    held += 1;
    return {
      ...lease,
      release: () => {
        held -= 1;
        lease.release();
      },
    };
  };
  return () => held;
}

const isServing = ({ docker }: FakeMachine) =>
  docker.state.containers.some(({ name, state }) => name === liveName(ids.application) && state === "running");

/** Locks and slots are free: the same job gets through at its next attempt, and so does a deployment after it. */
async function afterwards(given: StepFault, { machine, runner }: World): Promise<string | undefined> {
  const again = await runner.run(payloadOf(given.kind), { attempt: 2 });
  if (again.error && !(given.kind === "start" || given.kind === "restart"))
    return `the next attempt failed: ${again.error}`;
  const next = await runner.run(payloads.deploy(3));
  if (next.error) return `the next deployment failed: ${next.error}`;
  const { containers, networks, images } = machine.docker.state;
  const running = containers.filter(({ state, name }) => state === "running" && name !== "fairlead-proxy");
  if (running.length !== 1 || !isServing(machine)) return `${running.length} versions run`;
  const names = networks.map(({ name }) => name);
  if (new Set(names).size !== names.length) return "a network stands twice";
  const used = new Set(containers.map(({ image }) => image));
  const unused = images.filter(({ id, labels }) => labels["fairlead.managed"] && !used.has(id));
  return unused.length > 1 ? `${unused.length} images that nobody needs are left` : undefined;
}
