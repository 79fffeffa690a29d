import type { JobPayload } from "../../contract/index.ts";
import type { FailpointPlace, Failpoints } from "../agent/failpoints.ts";
import { LeaseLost, outcomeOf, StepFailed } from "../outcome.ts";
import { liveName } from "../plan/names.ts";
import { ids } from "./builders.ts";
import { payloads, type Ran, type RunnerInMemory } from "./fake-jobs.ts";
import type { FakeMachine } from "./fake-machine.ts";
import type { JobCase } from "./job-cases.ts";
import { aServingMachine, faults, type PlaceFault, type Serving, type StepFault } from "./step-faults.ts";

/** What did not hold after this fault; undefined: all did. */
export async function judgeStepFault(home: string, given: StepFault): Promise<string | undefined> {
  if ("place" in given && given.how === "death") return judgeDeath(home, given);
  const world = await aServingMachine(home, given.of);
  return (await judgeError(home, { given, world })) ?? unguardedIn(world);
}

async function judgeError(
  home: string,
  { given, world }: { given: StepFault; world: Serving },
): Promise<string | undefined> {
  const leases = countLeases(world.runner);
  const first = await judgeEnd(given, { ...world, attempt: 1 });
  if (first.why) return first.why;
  if (leases() !== 0) return `${leases()} connections were not given back`;
  const endsServing = await isServedAfter(home, given.of);
  if (endsServing && given.of.kind !== "restart" && !isServing(world.machine)) return "nobody serves any more";
  if (!("place" in given) || given.how !== "error twice") return afterwards(given.of, { ...world, attempt: 2 });
  const once = seen(world.machine);
  const again = await judgeEnd(given, { ...world, attempt: 2 });
  if (again.why) return `the second time ${again.why}`;
  const twice = seen(world.machine);
  // Past the place where it can be taken back, the next attempt goes on from there.
  if (again.hasFailed && twice !== once) return `taken back once it leaves ${once}, twice ${twice}`;
  return afterwards(given.of, { ...world, attempt: 3 });
}

/** Nobody was there to take anything back: the next attempt gets through, and so does whoever only puts in order, twice as well as once. */
async function judgeDeath(home: string, { of, place }: { of: JobCase } & PlaceFault): Promise<string | undefined> {
  const death = () => failAt(place, () => new LeaseLost("the process is gone"));
  const retried = await aServingMachine(home, of);
  await retried.runner.run(of.payload(2), { failpoints: death() });
  const later = await afterwards(of, { ...retried, attempt: 2 });
  if (later) return later;
  const ordered = await aServingMachine(home, of);
  await ordered.runner.run(of.payload(2), { failpoints: death() });
  const order: JobPayload = { ...payloads.reconcile(2), lostDeployment: ids.deployment(2) };
  const left: string[] = [];
  for (const round of ["once", "twice"]) {
    const { error } = await ordered.runner.run(order);
    if (error) return `putting it in order ${round} failed: ${error}`;
    left.push(seen(ordered.machine));
  }
  if (left[0] !== left[1]) return `put in order once it is ${left[0]}, twice ${left[1]}`;
  const endsServing = await isServedAfter(home, of);
  if (endsServing && !isServing(ordered.machine)) return "nobody serves after it was put in order";
  return (await afterwards(of, { ...ordered, attempt: 2 })) ?? unguardedIn(retried) ?? unguardedIn(ordered);
}

/** Whoever has lost its lease, or is to die there, is stopped before a change by the journal alone. */
function unguardedIn({ machine }: Serving): string | undefined {
  const [first] = machine.guard.unguarded;
  return first && `${first} went by the journal`;
}

type World = Serving & { attempt: number };

type End = { hasFailed: boolean; why: string | undefined };

/** How it ended, and what is wrong with that. */
async function judgeEnd(given: StepFault, world: World): Promise<End> {
  const ran = await runWith(given, world);
  if (!ran) return { hasFailed: true, why: "it did not end" };
  world.machine.docker.faultOf = () => undefined;
  const hasFailed = ran.error !== undefined;
  return { hasFailed, why: hasFailed ? reasonMissing(ran) : undefined };
}

/** Longer than any call may take; what has only the job's limit is ended by that. */
const limitMs = 2_000;
const givenUpMs = 20_000;

async function runWith(given: StepFault, { machine, runner, attempt }: World): Promise<Ran | undefined> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(outOfTime()), limitMs);
  let count = 0;
  if ("call" in given) machine.docker.faultOf = () => (count++ === given.call ? faults[given.fault] : undefined);
  const failpoints = "place" in given ? failAt(given.place, breaking(given)) : undefined;
  const late = new Promise<undefined>((resolve) => void setTimeout(resolve, givenUpMs, undefined).unref());
  const ran = await Promise.race([
    runner.run(given.of.payload(2), { attempt, ...(failpoints ? { failpoints } : {}), signal: limit.signal }),
    late,
  ]);
  clearTimeout(timer);
  return ran;
}

/** undefined: it goes on for ever. */
const breaking = ({ how }: PlaceFault) => (how === "hang" ? undefined : () => new Error("broken on the way"));

/** Breaks once at this place. */
function failAt(at: FailpointPlace, error: (() => Error) | undefined): Failpoints {
  let isUsed = false;
  return {
    hit: async (place) => {
      if (isUsed || !isSame(place, at)) return;
      isUsed = true;
      if (error) throw error();
      await new Promise(() => undefined);
    },
  };
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
  docker.state.containers.some(({ name, state }) => name === liveName(ids.resource) && state === "running");

/** What there is on the server, without what only tells one attempt from another. */
const seen = ({ docker }: FakeMachine): string =>
  docker.state.containers
    .map(({ name, state }) => `${name.replace(/-a\d+(?=-|$)/, "")} ${state}`)
    .sort()
    .join(", ");

const served = new Map<string, boolean>();

/** Whether somebody serves when a job of this case has ended well: stopping and removing are there so that nobody does. */
async function isServedAfter(home: string, of: JobCase): Promise<boolean> {
  const known = served.get(of.name);
  if (known !== undefined) return known;
  const { machine, runner } = await aServingMachine(home, of);
  await runner.run(of.payload(2));
  served.set(of.name, isServing(machine));
  return isServing(machine);
}

/** Locks and slots are free: the same job gets through at its next attempt, and so does a deployment after it. */
async function afterwards(of: JobCase, { machine, runner, attempt }: World): Promise<string | undefined> {
  const again = await runner.run(of.payload(2), { attempt });
  if (again.error && !(of.kind === "start" || of.kind === "restart")) return `the next attempt failed: ${again.error}`;
  const next = await runner.run(of.deploy(3));
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
