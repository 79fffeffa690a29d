import type { HostPort, JobResult, MountedVolume, ProcedureName, StepEvent } from "../../contract/index.ts";
import type { Failpoints } from "../agent/failpoints.ts";
import { noFailpoints } from "../agent/failpoints.ts";
import { createFakeDriver, createFakeServer, type FakeBehaviour, type FakeServer } from "../drivers/fake.ts";
import { addFakeImage } from "../drivers/fake-images.ts";
import { createFakePlatform } from "../drivers/fake-platform.ts";
import { createJournal, type Journal } from "../journal/journal.ts";
import type { Exit } from "../plan/explain-start.ts";
import { imageTag, labelsOf, type Release } from "../plan/names.ts";
import { planReconcile } from "../plan/plan-reconcile.ts";
import type { ProbeAnswer } from "../plan/readiness/index.ts";
import type { OwnDriver } from "../ports/driver.ts";
import type { ServerProxy } from "../ports/proxy.ts";
import type { Target } from "../ports/target.ts";
import { toldUpstream } from "../ports/upstreams.ts";
import { runProcedure } from "../procedures/run-procedure.ts";
import { createFakeFront, createFakeProxy, type FakeFront } from "../proxies/fake.ts";
import type { DeployContext } from "../steps/deploy-context.ts";
import { putInOrder } from "../steps/put-in-order.ts";
import { createAutoClock } from "./auto-clock.ts";
import { aSpec, ids, someRoutes } from "./builders.ts";
import { quietLog } from "./quiet-log.ts";

/** How a version behaves once it runs. */
export type Version = FakeBehaviour & {
  answers?: ProbeAnswer;
  /** Ends this long after its start, by the test's clock. */
  exits?: { afterMs: number; exit: Exit };
  /** Fails to build with this. */
  buildError?: Error;
  /** The registry takes what is pushed and says nothing. */
  pushHangs?: boolean;
  /** The proxy goes on answering with somebody else. */
  isHiddenFromProxy?: boolean;
};

export type PushOptions = {
  attempt?: number;
  version?: Version;
  failpoints?: Failpoints;
  signal?: AbortSignal;
  reuseImage?: string;
  procedure?: ProcedureName;
  hostPort?: HostPort;
  /** Whether the release writes the volume that all of them mount. */
  isWriter?: boolean;
  /** The server's platform rolls out. */
  isPlatform?: boolean;
  /** The platform keeps the version before. */
  isGivenUp?: boolean;
  /** What reaching the server fails with, if it does. */
  opens?: () => Error | undefined;
  onStep?: (event: StepEvent) => void;
};
export type Pushed = { result?: JobResult; error?: unknown; steps: StepEvent[]; log: string[] };

/** A server in memory with the whole deployment engine over it. Deployments are called by their number. */
export type DeployWorld = {
  server: FakeServer;
  push: (number: number, options?: PushOptions) => Promise<Pushed>;
  /** Number of the deployment that requests reach; undefined: nobody answers. */
  serving: () => number | undefined;
  /** Everything that a deployment left on the server. */
  leftovers: (number: number) => string[];
  running: () => number[];
  /** What is done after a deployment was lost. */
  reconcile: (lost: number) => Promise<void>;
  /** As a person stops it. */
  stop: () => void;
};

/** What only one version can have at a time. */
const ofOneOnly = { hostPort: { port: 9_000, address: "127.0.0.1" }, isWriter: true };
const data: MountedVolume = {
  id: ids.volume(1),
  name: "data",
  dockerName: "fairlead-vol-data",
  isAdopted: false,
  share: null,
  isMade: false,
};

export function createDeployWorld({ procedure = "overlap" }: { procedure?: ProcedureName } = {}): DeployWorld {
  const server = createFakeServer();
  const resource = ids.resource;
  const front = createFakeFront((asked, port) => {
    const deployment = server.serving(asked);
    const found = server.containers.find((each) => each.release.deployment === deployment && each.state === "running");
    return found && toldUpstream(found, port);
  });
  const of = (number: number) => server.containers.filter((each) => each.release.number === number);
  return {
    server,
    push: (number, options = {}) =>
      push({ server, front }, number, {
        ...(procedure === "replace" ? ofOneOnly : {}),
        isPlatform: procedure === "hand-over",
        procedure,
        ...options,
      }),
    reconcile: (lost) => reconcile(server, lost),
    stop: () => {
      for (const each of server.containers) if (each.role === "live") server.halt(each);
    },
    serving: () => {
      const deployment = server.serving(resource);
      return deployment === undefined ? undefined : Number(deployment.slice(4));
    },
    leftovers: (number) => {
      const tag = imageTag({ resource, deployment: ids.deployment(number) });
      const names = [...server.images.values()].flatMap(({ name }) => name ?? []);
      return [...of(number).map(({ name }) => name), ...names.filter((name) => name === tag)];
    },
    running: () => server.containers.filter(({ state }) => state === "running").map(({ release }) => release.number),
  };
}

type Place = { server: FakeServer; front: FakeFront };

async function push({ server, front }: Place, number: number, options: PushOptions): Promise<Pushed> {
  const clock = createAutoClock();
  const steps: StepEvent[] = [];
  const lines: string[] = [];
  const { attempt = 1, version = {}, failpoints = noFailpoints, reuseImage = null } = options;
  const deployment = ids.deployment(number);
  const release: Release = { team: ids.team, resource: ids.resource, deployment, number, attempt };
  const log = quietLog(lines);
  const journal = createJournal({
    report: (event) => {
      steps.push(event);
      options.onStep?.(event);
    },
    log,
    clock,
    failpoints,
    awaitLease: async () => undefined,
    redact: (text) => text,
  });
  const never = new AbortController().signal;
  const deploy: DeployContext = {
    payload: {
      kind: "deploy",
      target: { kind: "local", server: ids.server, dockerSocket: null },
      spec: aSpec({
        number,
        deployment,
        procedure: options.procedure ?? "overlap",
        push: { repository: "registry.test/acme/shop", tag: "latest" },
        container: containerOf(options),
      }),
      inside: null,
      forgePath: "",
      volumes: options.isPlatform ? [] : [data],
      reuseImage,
      pushed: null,
      // Routes that are new each time, so that the proxy is changed each time.
      routes: someRoutes({ revision: number }),
    },
    release,
    secrets: givenSecrets,
    journal,
    log,
    clock,
    warnings: [],
    unnamedVolumes: [],
    signal: options.signal ?? never,
    lostSignal: never,
    openTarget: async () => {
      const fault = options.opens?.();
      if (fault) throw fault;
      return fakeTarget({
        ...{ server, front, journal, release, version, clock },
        isPlatform: options.isPlatform ?? false,
        isGivenUp: options.isGivenUp ?? false,
      });
    },
    fetchSource: async () => ({
      commit: { sha: "c".repeat(40), author: "Ada", subject: `Release ${number}`, committedAt: 1 },
      openTree: () => Promise.reject(new Error("the fake build reads nothing")),
    }),
  };
  try {
    return { result: await runProcedure(deploy), steps, log: lines };
  } catch (error) {
    return { error, steps, log: lines };
  }
}

const pushLogin = { registry: "registry.test", username: "robot", password: "swordfish" };
const noLogins = { gitToken: null, gitUser: null, registry: null, registries: [], sharePasswords: [] };
const givenSecrets = { ...noLogins, env: {}, files: [], push: pushLogin };

const containerOf = (options: PushOptions) => ({
  ...aSpec().container,
  releaseCommand: "npm run migrate",
  postDeployCommand: "npm run warm",
  hostPort: options.hostPort ?? null,
  mounts: mountsOf(options),
});

/** Those who only read may run beside each other; one who writes runs alone. */
const mountsOf = ({ isPlatform, isWriter = false }: PushOptions) =>
  isPlatform ? [] : [{ volume: data.id, path: "/data", isReadOnly: !isWriter }];

/** Attempts carry their number in the labels, so no two builds make the same image. */
const imageOf = ({ number, attempt }: Pick<Release, "number" | "attempt">) =>
  `sha256:${attempt === 1 ? "" : `a${attempt}`}${String(number).padStart(attempt === 1 ? 64 : 62, "0")}`;

type TargetOptions = {
  isPlatform: boolean;
  isGivenUp: boolean;
  server: FakeServer;
  front: FakeFront;
  journal: Journal;
  release: Release;
  version: Version;
  clock: DeployContext["clock"];
};

function fakeTarget({ server, front, journal, release, version, clock, isPlatform, isGivenUp }: TargetOptions): Target {
  const driver = createFakeDriver({ server, effect: journal.effect });
  const platform = createFakePlatform(
    { server, refuses: new Set(isGivenUp ? [imageOf(release)] : []) },
    journal.effect,
  );
  const ours: OwnDriver = {
    ...driver,
    start: async (request) => {
      const started = await driver.start(request);
      const { exits } = version;
      if (exits) clock.after(exits.afterMs, () => server.crash(started.container, exits.exit));
      return started;
    },
  };
  return {
    label: "fake@server:22",
    driver: isPlatform ? platform : ours,
    proxy: proxyOf(front, { version, journal }),
    probe: async ({ container: { id } }) => {
      const container = server.containers.find((each) => each.id === id);
      if (container?.state !== "running") return { kind: "refused" };
      return version.answers ?? { kind: "status", status: 200, location: undefined, body: "" };
    },
    build: async () => {
      if (version.buildError) throw version.buildError;
      const imageId = imageOf(release);
      addFakeImage(server, { id: imageId, name: imageTag(release), labels: labelsOf(release) });
      server.behaviours.set(imageId, version);
      return { imageId, origin: "built" };
    },
    push: ({ signal }) =>
      version.pushHangs
        ? new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))
        : Promise.resolve(),
    pullPushed: () => Promise.reject(new Error("nobody pulls what another pushed")),
    look: () => Promise.reject(new Error("nobody looks at it")),
    proxyPorts: async () => [],
    readDigest: () => Promise.reject(new Error("nobody reads a digest")),
    checkRegistry: () => Promise.reject(new Error("nobody tries a login")),
    release: () => undefined,
  };
}

function proxyOf(front: FakeFront, { version, journal }: Pick<TargetOptions, "version" | "journal">): ServerProxy {
  const proxy = createFakeProxy({ front, effect: journal.effect });
  if (!version.isHiddenFromProxy) return proxy;
  return { ...proxy, ask: async () => ({ status: 200, upstream: "10.9.9.9:1" }) };
}

async function reconcile(server: FakeServer, lost: number): Promise<void> {
  const journal = createJournal({
    report: () => undefined,
    log: quietLog([]),
    clock: createAutoClock(),
    failpoints: noFailpoints,
    awaitLease: async () => undefined,
    redact: (text) => text,
  });
  const driver = createFakeDriver({ server, effect: journal.effect });
  const observed = await driver.observe(ids.resource);
  const plan = planReconcile(observed, { lostDeployment: ids.deployment(lost) });
  await putInOrder(driver, { plan, signal: new AbortController().signal });
}
