import {
  type Everyday,
  type JobKind,
  type JobPayload,
  type JobResult,
  type JobSecrets,
  jobKindNames,
  jobKinds,
  type PayloadOf,
} from "../../contract/index.ts";
import { type Failpoints, noFailpoints } from "../agent/failpoints.ts";
import { treeOf } from "../build/testing/tree-of.ts";
import type { JobTools } from "../jobs/job-tools.ts";
import { runPayload } from "../jobs/run-payload.ts";
import { createJournal } from "../journal/journal.ts";
import { createAutoClock } from "./auto-clock.ts";
import { aSpec, ids, someRoutes } from "./builders.ts";
import type { ChangeGuard } from "./change-guard.ts";
import { addImage } from "./fake-docker/images.ts";
import type { FakeMachine } from "./fake-machine.ts";
import { quietLog } from "./quiet-log.ts";

const given = (number: number): Everyday => ({
  target: { kind: "local", server: ids.server, dockerSocket: null },
  team: ids.team,
  application: ids.resource,
  source: ids.source,
  spec: aSpec({ number, deployment: ids.deployment(number) }),
  routes: someRoutes(),
});

/** A valid job of every kind, for one resource on one server. */
export const payloads = Object.fromEntries(
  jobKindNames.map((kind) => [kind, (number: number) => jobKinds[kind].everyday(given(number))]),
) as { [K in JobKind]: (number: number) => PayloadOf<K> };

export type RunnerInMemory = {
  tools: JobTools;
  run: (
    payload: JobPayload,
    options?: { attempt?: number; failpoints?: Failpoints; signal?: AbortSignal },
  ) => Promise<Ran>;
};
type RunInMemory = { attempt?: number; failpoints?: Failpoints; signal?: AbortSignal };
export type Ran = { result?: JobResult; error?: unknown; step: string | null; log: string[] };

/** Whatever kind of job asks for a login finds that of the registry that everyday payloads name. */
const registries = [{ registry: "registry.example.com", username: "robot", password: "hush" }];
const push = { registry: "registry.test", username: "robot", password: "hush" };
/** What is in the file of a deployment that has one. */
const files = [{ id: ids.file(1), content: Buffer.from("a: 1\n").toString("base64") }];
const secrets: JobSecrets = {
  env: {},
  gitToken: null,
  gitUser: null,
  registry: null,
  files,
  sharePasswords: [],
  push,
  registries,
};
const commit = { sha: "c".repeat(40), author: "Ada", subject: "Release", committedAt: 1 };

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
  return { tools, run: (payload, options = {}) => run(tools, { payload, guard: machine.guard, ...options }) };
}

type RunOne = RunInMemory & { payload: JobPayload; guard: ChangeGuard };

async function run(tools: JobTools, { payload, guard, ...options }: RunOne): Promise<Ran> {
  const log: string[] = [];
  const jobLog = quietLog(log);
  const lostSignal = new AbortController().signal;
  const signal = options.signal ?? lostSignal;
  const journal = guard.watch(
    createJournal({
      endSignal: signal,
      leaveSignal: afterwards(signal),
      report: () => undefined,
      log: jobLog,
      clock: tools.clock,
      failpoints: options.failpoints ?? noFailpoints,
      awaitLease: async () => undefined,
      redact: (text) => text,
    }),
  );
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
