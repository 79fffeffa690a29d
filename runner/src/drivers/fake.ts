import { type Cause, doPortsMeet, type PublishedPort, portsOfServer } from "../../contract/index.ts";
import type { Effect } from "../journal/effects.ts";
import { LeaseLost, StepFailed } from "../outcome.ts";
import type { Exit } from "../plan/explain-start.ts";
import { planImageSweep } from "../plan/image-sweep.ts";
import type { Listener } from "../plan/listeners.ts";
import { keyOf, labelsOf, type Release, resourceOf } from "../plan/names.ts";
import { isCommand, type ObservedContainer, type Role } from "../plan/observed.ts";
import { findNewer, findPrevious } from "../plan/plan-deployment.ts";
import { type FileToPut, type FlipOrder, type OwnDriver, StaleRelease, type StartRequest } from "../ports/driver.ts";
import type { ImageFolders } from "../ports/volumes.ts";
import { stepAside } from "./fake-aside.ts";
import { executeFake, putFakeFiles, startFakeCommand } from "./fake-command.ts";
import { dropImages, type FakeImage } from "./fake-images.ts";
import { type FakeVolumes, fakeVolumes, makeFakeVolumes, mountedNames, plainImage } from "./fake-volumes.ts";
import { stopped, watch } from "./fake-watch.ts";

export type FakeContainer = ObservedContainer & {
  /** They tell whose it is. */
  labels: Readonly<Record<string, string>>;
  /** Of the server: one that runs has it alone. */
  hostPorts: readonly PublishedPort[];
  /** Names of those that it mounts. */
  volumes: readonly string[];
  /** Those that were put into it. */
  files: readonly FileToPut[];
  exits: ((exit: Exit) => void)[];
  lastExit: Exit | undefined;
};

export type FakeCommand = { exit?: Partial<Exit>; prints?: string[]; hangs?: boolean };

/** What an image does when it runs, for tests. */
export type FakeBehaviour = {
  logTail?: string[];
  listeners?: Listener[];
  /** How its release command ends, and what it prints; `hangs` never does. Well and silent unless told. */
  command?: FakeCommand;
  /** The same of what it runs once it has the traffic. */
  postDeployCommand?: FakeCommand;
};

/** One server in memory: what stays when a runner dies. */
export type FakeServer = {
  containers: FakeContainer[];
  /** By id. */
  images: Map<string, FakeImage>;
  behaviours: Map<string, FakeBehaviour>;
  volumes: FakeVolumes;
  /** What its images say of themselves. */
  folders: ImageFolders;
  /** Ends the process of a container. */
  crash: (container: Pick<ObservedContainer, "id">, exit: Exit) => void;
  /** Ends it as it ends when it is asked to. */
  halt: (container: Pick<ObservedContainer, "id">) => void;
  /** Which deployment requests reach now; falls back to whatever runs, as the proxy does. */
  serving: (resource: string) => string | undefined;
};

export function createFakeServer(): FakeServer {
  const server: FakeServer = {
    containers: [],
    images: new Map(),
    behaviours: new Map(),
    volumes: new Map(),
    folders: plainImage,
    halt: ({ id }) => end(server, { id, exit: stopped, state: "stopped" }),
    crash: ({ id }, exit) => end(server, { id, exit, state: "crashing" }),
    serving: (resource) => {
      const running = server.containers.filter(
        (each) => each.release.resource === resource && each.state === "running" && !isCommand(each),
      );
      const live = server.containers.find(({ role, release }) => role === "live" && release.resource === resource);
      if (live) return live.state === "running" ? live.release.deployment : undefined;
      return running[0]?.release.deployment;
    },
  };
  return server;
}

type Ending = { id: string; exit: Exit; state: ObservedContainer["state"] };

function end(server: FakeServer, { id, exit, state }: Ending): void {
  const container = server.containers.find((each) => each.id === id);
  // One that keeps crashing has ended already, and can still be stopped.
  if (container?.state === "crashing" && state === "stopped") container.state = state;
  if (container?.state !== "running") return;
  container.state = state;
  container.lastExit = exit;
  for (const tell of container.exits.splice(0)) tell(exit);
}

let made = 0;

type FakeDriverGiven = {
  server: FakeServer;
  effect: Effect;
  /** What it writes on what it makes, in place of ours. */
  labels?: (release: Release) => Record<string, string>;
};

/** The driver's law over a server in memory. */
export function createFakeDriver({ server, effect, labels = labelsOf }: FakeDriverGiven): OwnDriver {
  const find = ({ id }: Pick<ObservedContainer, "id">) => server.containers.find((each) => each.id === id);
  const own = (resource: string) => server.containers.filter((each) => resourceOf(each.labels) === resource);
  const give = (one: Pick<ObservedContainer, "id">, role: Role) => {
    const container = find(one);
    if (!container) return;
    const holder = own(container.release.resource).find((each) => each.role === "live" && each.id !== one.id);
    if (role === "live" && holder) throw new Error(`${holder.id} is live`);
    container.role = role;
    container.isAside = false;
  };
  const restoreLive = async (one: ObservedContainer) => {
    if (one.isAside || one.state === "crashing") run(server, find(one));
    give(one, "live");
  };
  const drop = (one: ObservedContainer) => {
    end(server, { id: one.id, exit: stopped, state: "stopped" });
    server.containers = server.containers.filter((each) => each.id !== one.id);
  };
  return {
    capabilities: { overlap: true, rollout: "ours", exec: false, volumes: true },
    volumes: fakeVolumes(() => server, effect),
    upstreams: { keyOf, serving: (key) => key, fallback: (key) => key },
    missing: async (expected) => expected.filter((resource) => own(resource).length === 0),
    observe: async (resource) => own(resource).map(seen),
    start: (request) => start({ server, effect, drop, labels }, request),
    startCommand: (order) => startFakeCommand({ server, effect, own, watch, empty, seen, labels }, order),
    execute: (one, order) => executeFake(find(one), order),
    watch: (one) => watch(find(one)),
    flip: (order) => flip({ own, give, effect }, order),
    flipBack: async ({ candidate, previous }) => {
      await effect("take-name", async () => give(candidate, "candidate"));
      if (previous.isAside)
        await effect("make-way", async () => end(server, { id: candidate.id, exit: stopped, state: "stopped" }));
      await effect("return-name", () => restoreLive(previous));
    },
    restoreLive: (one) => effect("repair", () => restoreLive(one)),
    stepAside: (order) =>
      stepAside({ own, effect, stop: (id) => end(server, { id, exit: stopped, state: "stopped" }) }, order),
    settle: (one) =>
      effect("settle", async () => {
        const container = find(one);
        if (container) container.isAside = false;
      }),
    stop: (one) => effect("stop", async () => end(server, { id: one.id, exit: stopped, state: "stopped" })),
    startAgain: (one) => effect("start", async () => run(server, find(one))),
    restart: (one) => effect("restart", async () => run(server, find(one))),
    remove: (one) => effect("remove", async () => drop(one)),
    discard: (one) => effect("discard", async () => drop(one)),
    removeImages: async (sweep) => {
      const built = [...server.images].filter(([, image]) => resourceOf(image.labels ?? {}) === sweep.resource);
      const names = planImageSweep(
        sweep,
        built.map(([id, { name }]) => ({ id, tags: name === undefined ? [] : [name] })),
      );
      if (names.length > 0) await effect("remove-images", async () => dropImages(server, names));
    },
    logTail: async ({ image }) => server.behaviours.get(image)?.logTail ?? [],
    listeners: async ({ image }) => server.behaviours.get(image)?.listeners,
  };
}

export const seen = ({
  exits: _exits,
  lastExit: _lastExit,
  hostPorts: _hostPorts,
  volumes: _volumes,
  files: _files,
  labels: _labels,
  ...container
}: FakeContainer): ObservedContainer => ({
  ...container,
  address: container.state === "running" ? container.address : undefined,
});

function run(server: FakeServer, container: FakeContainer | undefined): void {
  if (!container) throw new Error("no such container");
  const others = server.containers.filter(({ id, state }) => id !== container.id && state !== "stopped");
  const taken = container.hostPorts.find((one) =>
    others.some(({ hostPorts }) => hostPorts.some((other) => doPortsMeet(one, other))),
  );
  if (taken) throw new StepFailed(portTaken(taken.port));
  container.state = "running";
}

const portTaken = (port: number): Cause => ({
  class: "invalid-spec",
  step: null,
  sentence: `Something on the server has port ${port} already.`,
  evidence: [],
  nextAction: "Choose another port.",
});

function empty() {
  made += 1;
  return {
    id: made.toString(16).padStart(64, "0"),
    isAside: false,
    hostPorts: [],
    volumes: [],
    files: [],
    state: "stopped" as const,
    address: `10.0.0.${made % 250}`,
    exits: [],
    lastExit: undefined,
  };
}

type StartTools = Required<FakeDriverGiven> & { drop: (one: ObservedContainer) => void };

async function start({ server, effect, drop, labels }: StartTools, request: StartRequest) {
  const { release, image, imageOrigin, commit } = request;
  const container: FakeContainer = {
    ...empty(),
    labels: labels(release),
    name: `fake-${release.number}-${release.attempt}`,
    role: "candidate",
    hostPorts: portsOfServer(request.spec.container),
    volumes: mountedNames(request),
    image,
    release,
    imageOrigin,
    commit,
  };
  await makeFakeVolumes(
    fakeVolumes(() => server, effect),
    request,
  );
  await effect("create", async () => {
    if (!server.images.has(image)) throw new StepFailed(noImage);
    server.containers.filter((each) => each.role === "candidate" && isSame(each.release, release)).forEach(drop);
    server.containers.push(container);
  });
  try {
    await putFakeFiles(effect, container, request);
    await effect("start", async () => run(server, container));
    return { container: seen(container), watch: watch(container), lacksInit: false, unnamedVolumes: [] };
  } catch (error) {
    if (!(error instanceof LeaseLost)) drop(container);
    throw error;
  }
}

const isSame = (a: Release, b: Release) => a.deployment === b.deployment && a.attempt === b.attempt;

const noImage: Cause = {
  class: "image-unavailable",
  step: null,
  sentence: "The image of this release is not on the server any more.",
  evidence: [],
  nextAction: "Deploy again from the source; a rollback needs an image that was kept.",
};

type FlipTools = {
  own: (resource: string) => FakeContainer[];
  give: (one: Pick<ObservedContainer, "id">, role: Role) => void;
  effect: Effect;
};

async function flip({ own, give, effect }: FlipTools, { release, candidate }: FlipOrder) {
  const observed = own(release.resource).map(seen);
  const newer = findNewer(release, observed);
  if (newer) throw new StaleRelease(newer);
  const live = observed.find((each) => each.role === "live");
  if (live?.id === candidate.id) return { previous: findPrevious(observed), observed };
  const previous = live ?? findPrevious(observed);
  try {
    if (live) await effect("retire-name", async () => give(live, "retired"));
    await effect("live-name", async () => give(candidate, "live"));
  } catch (error) {
    if (!(error instanceof LeaseLost)) {
      await effect("take-name", async () => give(candidate, "candidate"));
      if (live) await effect("return-name", async () => give(live, "live"));
    }
    throw error;
  }
  const after = own(release.resource).map(seen);
  return { previous: after.find((each) => each.id === previous?.id), observed: after };
}
