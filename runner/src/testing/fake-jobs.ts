import type { JobKind, JobPayload, JobResult, JobSecrets, PayloadOf, ServerTarget } from "../../contract/index.ts";
import { type Failpoints, noFailpoints } from "../agent/failpoints.ts";
import { treeOf } from "../build/testing/tree-of.ts";
import type { JobTools } from "../jobs/job-tools.ts";
import { runPayload } from "../jobs/run-payload.ts";
import { createJournal } from "../steps/journal.ts";
import { createAutoClock } from "./auto-clock.ts";
import { aSpec, ids, someRoutes } from "./builders.ts";
import { addImage } from "./fake-docker/images.ts";
import type { FakeMachine } from "./fake-machine.ts";
import { quietLog } from "./quiet-log.ts";

const aTarget: ServerTarget = { kind: "local", server: ids.server, dockerSocket: null };
const ofApplication = { target: aTarget, application: ids.application, team: ids.team };

/** A valid job of every kind, for one application on one server. The compiler keeps the list whole. */
export const payloads: { [K in JobKind]: (number: number) => PayloadOf<K> } = {
  deploy: (number) => ({
    kind: "deploy",
    target: aTarget,
    spec: aSpec({ number, deployment: ids.deployment(number), routes: [], health: null }),
    reuseImage: null,
    inside: null,
    routes: someRoutes(),
  }),
  stop: () => ({ kind: "stop", ...ofApplication, graceSeconds: 1 }),
  start: () => ({ kind: "start", ...ofApplication }),
  restart: () => ({ kind: "restart", ...ofApplication, graceSeconds: 1 }),
  remove: () => ({ kind: "remove", ...ofApplication }),
  reconcile: () => ({ kind: "reconcile", ...ofApplication, activeDeployment: null, lostDeployment: null }),
  "check-server": () => ({ kind: "check-server", target: aTarget, proxy: "caddy", expected: [], certificates: [] }),
  "sync-routes": () => ({ kind: "sync-routes", target: aTarget, routes: someRoutes() }),
  "make-deploy-key": () => ({ kind: "make-deploy-key", source: ids.source }),
  "read-head": () => ({ kind: "read-head", git: gitSource(), ref: "main", inside: null }),
};

function gitSource() {
  const { source } = aSpec();
  if (source.kind !== "git") throw new Error("the builder's application has a repository");
  return source;
}

export type RunnerInMemory = {
  tools: JobTools;
  run: (
    payload: JobPayload,
    options?: { attempt?: number; failpoints?: Failpoints; signal?: AbortSignal },
  ) => Promise<Ran>;
};
type RunInMemory = { attempt?: number; failpoints?: Failpoints; signal?: AbortSignal };
export type Ran = { result?: JobResult; error?: unknown; step: string | null; log: string[] };

const secrets: JobSecrets = { env: {}, gitToken: null, gitUser: null, registry: null, registries: [] };
const commit = { sha: "c".repeat(40), author: "Ada", subject: "Release", committedAtMs: 1 };

/** A runner's inside, with a repository of one Dockerfile. */
export function createRunnerInMemory(
  machine: FakeMachine,
  { name, home }: { name: string; home: string },
): RunnerInMemory {
  const tools: JobTools = {
    clock: createAutoClock(),
    hosts: machine.openPool(name),
    sources: {
      fetch: async () => ({ commit, openTree: async () => treeOf({ Dockerfile: "FROM alpine:3\n" }) }),
      close: () => undefined,
      readHead: async () => commit.sha,
      tidy: async () => undefined,
    },
    home,
    proxyImage: {
      reference: "caddy:2.11",
      pull: async () => void addImage(machine.docker.state, { tag: "caddy:2.11" }),
    },
    allowHttpGit: false,
  };
  return { tools, run: (payload, options = {}) => run(tools, { payload, ...options }) };
}

async function run(tools: JobTools, { payload, ...options }: RunInMemory & { payload: JobPayload }): Promise<Ran> {
  const log: string[] = [];
  const jobLog = quietLog(log);
  const lostSignal = new AbortController().signal;
  const signal = options.signal ?? lostSignal;
  const journal = createJournal({
    endSignal: signal,
    leaveSignal: afterwards(signal),
    report: () => undefined,
    log: jobLog,
    clock: tools.clock,
    failpoints: options.failpoints ?? noFailpoints,
    awaitLease: async () => undefined,
    redact: (text) => text,
  });
  const lease = { job: ids.job(1), lease: "lease", attempt: options.attempt ?? 1 };
  try {
    const result = await runPayload(tools, { lease, payload, secrets, journal, log: jobLog, signal, lostSignal });
    return { result, step: journal.current, log };
  } catch (error) {
    return { error, step: journal.current, log };
  }
}

const unwindsWithinMs = 1_000;

/** Aborted some real time after the other one. */
function afterwards(signal: AbortSignal): AbortSignal {
  const leave = new AbortController();
  signal.addEventListener("abort", () => {
    setTimeout(() => leave.abort(signal.reason), unwindsWithinMs).unref();
  });
  return leave.signal;
}
