import { type JobKind, type JobPayload, jobKindNames } from "../../contract/index.ts";
import { outcomeOf } from "../outcome.ts";
import { proxyName } from "../plan/names.ts";
import { ids } from "./builders.ts";
import { createRunnerInMemory, payloads, type Ran } from "./fake-jobs.ts";
import { createFakeMachine, type FakeMachine } from "./fake-machine.ts";

export type Meeting = { kinds: readonly [JobKind, JobKind]; by: "one runner" | "two runners" };

/** Every two kinds of job, by one runner and by two that know nothing of each other. Who comes first is tried both ways. */
export const meetings: readonly Meeting[] = jobKindNames.flatMap((first) =>
  jobKindNames.flatMap((second) =>
    (["one runner", "two runners"] as const).map((by) => ({ kinds: [first, second] as const, by })),
  ),
);

/** Jobs of one resource never run side by side: the second one is another resource's. */
function ofOther(payload: JobPayload): JobPayload {
  const resource = ids.otherResource;
  if (payload.kind === "deploy") {
    const spec = { ...payload.spec, application: resource, deployment: ids.deployment(900) };
    return { ...payload, spec };
  }
  return "application" in payload ? { ...payload, application: resource } : payload;
}

/** What does not hold after both have met on a server that nobody has used before; undefined: it is whole. */
export async function judgeMeeting(home: string, { kinds: [first, second], by }: Meeting): Promise<string | undefined> {
  const machine = createFakeMachine();
  const one = createRunnerInMemory(machine, { name: "one", home });
  const two = by === "one runner" ? one : createRunnerInMemory(machine, { name: "two", home });
  const ran = await Promise.all([one.run(payloads[first](1)), two.run(ofOther(payloads[second](1)))]);
  const failed = ran.flatMap((each, index) => troubleOf(each, index === 0 ? first : second) ?? []);
  if (failed.length > 0) return failed.join("; ");
  // What was going on has settled; the next ones find a server that works.
  const next = [await one.run(payloads["sync-routes"](1)), await two.run(payloads.deploy(2))];
  const later = next.flatMap(({ error }) => (error === undefined ? [] : [`what came next failed: ${String(error)}`]));
  return later[0] ?? brokenIn(machine);
}

/** On a new server there is nothing to start; everything else has to work. */
function troubleOf({ error, result, step }: Ran, kind: JobKind): string | undefined {
  if (result?.kind === "check-server") {
    const bad = result.lines.find(({ name, status }) => name === "proxy" && status === "failed");
    return bad && `check-server says: ${bad.sentence}`;
  }
  if (error === undefined) return undefined;
  const outcome = outcomeOf(error, { step, signal: new AbortController().signal });
  const isNothingThere = (kind === "start" || kind === "restart") && outcome?.kind === "failed";
  return isNothingThere ? undefined : `${kind} failed: ${String(error)}`;
}

function brokenIn({ docker }: FakeMachine): string | undefined {
  const { networks, containers } = docker.state;
  const names = networks.map(({ name }) => name);
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) return `the network ${twin} stands twice`;
  const proxies = containers.filter(({ name }) => name === proxyName);
  return proxies.length === 1 && proxies[0]?.state === "running"
    ? undefined
    : `${proxies.length} proxies, or none runs`;
}
