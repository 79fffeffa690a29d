import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type JobPayload,
  type JobResult,
  type JobSecrets,
  type LogChunk,
  type ServerRoutes,
  type StepEvent,
  type TargetOf,
  usualContainer,
  usualHealth,
  type WorkloadSpec,
} from "@fairlead/runner/contract";
import { systemClock } from "../../runner/src/agent/clock.ts";
import { type Failpoints, noFailpoints } from "../../runner/src/agent/failpoints.ts";
import { createJobLog } from "../../runner/src/agent/log-stream.ts";
import { createRedactor } from "../../runner/src/agent/redact.ts";
import { pullImage } from "../../runner/src/build/image.ts";
import { ensureRunnerKey } from "../../runner/src/hosts/ssh-keys.ts";
import type { JobTools } from "../../runner/src/jobs/job-tools.ts";
import { runPayload } from "../../runner/src/jobs/run-payload.ts";
import { createJournal } from "../../runner/src/journal/journal.ts";
import { createGitSources } from "../../runner/src/sources/git-sources.ts";
import { createServerPool } from "../../runner/src/targets/server-pool.ts";
import type { FileTree, Repository } from "../lab/forge/push.ts";
import { caddyImages, usualCaddy } from "../lab/generation.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { ServerOptions } from "../lab/server.ts";

/** A runner's inside on a real server: jobs go in, results and events come out. No control plane. */
export type ReleaseWorld = {
  lab: Lab;
  tools: JobTools;
  target: TargetOf<"ssh">;
  anApplication: (name: string) => Promise<TestApplication>;
  run: (payload: JobPayload, options?: RunOptions) => Promise<RunResult>;
  stop: () => Promise<void>;
};

export type RunOptions = {
  attempt?: number;
  secrets?: Partial<JobSecrets>;
  failpoints?: Failpoints;
  signal?: AbortSignal;
  onStep?: (event: StepEvent) => void;
};
export type RunResult = { result?: JobResult; error?: unknown; steps: StepEvent[]; log: string };

export type TestApplication = {
  id: string;
  host: string;
  repository: Repository;
  /** A new deployment of what is pushed now. */
  deployPayload: (files: FileTree, change?: (spec: WorkloadSpec) => WorkloadSpec) => Promise<DeployPayload>;
};
export type DeployPayload = Extract<JobPayload, { kind: "deploy" }>;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
let counter = 0;
/** Ids that sort by their making, in the form of real ones. */
export const anId = (prefix: string): string => {
  counter += 1;
  const digits = [...String(counter).padStart(10, "0")].join("");
  const random = Array.from({ length: 16 }, () => alphabet[Math.floor(Math.random() * 32)]).join("");
  return `${prefix}_${digits}${random}`;
};

export const team = anId("team");
const probeSecret = "probe-secret-for-tests-only";

export async function aReleaseWorld(
  options: { servers?: number | readonly ServerOptions[]; user?: "root" | "deploy" } = {},
): Promise<ReleaseWorld> {
  const lab = await startLab({ servers: options.servers ?? 1 });
  const home = mkdtempSync(join(tmpdir(), "fairlead-release-"));
  process.env.GIT_SSL_CAINFO = lab.forge.certificates.caFile;
  const user = options.user ?? "deploy";
  const key = await ensureRunnerKey(home);
  const machine = lab.server(0);
  await machine.authorize(user, key.publicKey);
  const hosts = createServerPool({ home, key });
  const tools: JobTools = {
    clock: systemClock,
    hosts,
    sources: createGitSources({ stateDirectory: home, environment: process.env }),
    home,
    proxyImage: {
      reference: caddyImages[usualCaddy],
      pull: async (host, image) => {
        await pullImage(host, {
          image,
          credentials: null,
          onEvent: () => undefined,
          signal: AbortSignal.timeout(60_000),
        });
      },
    },
    allowHttpGit: false,
  };
  const server = anId("srv");
  const target: TargetOf<"ssh"> = {
    kind: "ssh",
    server,
    host: machine.host,
    port: machine.port,
    user,
    hostKey: machine.hostKey,
    dockerSocket: null,
  };
  const routes = routeTable();
  const world: ReleaseWorld = {
    lab,
    tools,
    target,
    anApplication: (name) => createApplication({ lab, target, routes }, name),
    run: (payload, given) => runOnce(tools, payload, given),
    stop: async () => {
      await hosts.closeAll();
      rmSync(home, { recursive: true, force: true });
      await lab.stop();
    },
  };
  return world;
}

/** The routes of one server, as the control plane would keep them. */
function routeTable() {
  let revision = 0;
  const applications: ServerRoutes["applications"] = [];
  return {
    add: (application: ServerRoutes["applications"][number]) => {
      applications.push(application);
      revision += 1;
    },
    read: (): ServerRoutes => ({
      revision,
      networks: ["fairlead-test"],
      acme: null,
      trustedProxies: [],
      probeSecret,
      applications: structuredClone(applications),
    }),
  };
}

async function createApplication(
  { lab, target, routes }: { lab: Lab; target: TargetOf<"ssh">; routes: ReturnType<typeof routeTable> },
  name: string,
): Promise<TestApplication> {
  const id = anId("app");
  const host = lab.domain(0, name);
  const repository = await lab.forge.createRepository(`team/${name}-${counter}`, { isPublic: true });
  const route = { host, path: "/", scheme: "http" as const, redirectTo: null, port: null };
  routes.add({ application: id, port: 3000, routes: [route] });
  let number = 0;
  return {
    id,
    host,
    repository,
    deployPayload: async (files, change = (spec) => spec) => {
      const push = await lab.forge.commitAndPush(repository, { files, message: `Release ${++number}` });
      const spec: WorkloadSpec = {
        version: 1,
        team,
        application: id,
        deployment: anId("dep"),
        number,
        name,
        network: "fairlead-test",
        source: {
          kind: "git",
          source: null,
          url: repository.httpsUrl,
          ref: "main",
          commit: push.after,
          auth: "none",
          knownHost: null,
          submodules: false,
          lfs: false,
        },
        build: { kind: "dockerfile", context: ".", dockerfile: "Dockerfile", target: null, noCache: false },
        container: {
          ...usualContainer,
          port: 3000,
          stopGraceSeconds: 5,
          pidsLimit: 512,
        },
        health: { ...usualHealth, successes: 1, deadlineMs: 6_000 },
        env: [],
        routes: [route],
        push: null,
        keepReleases: 3,
        procedure: "overlap",
        outboundProxy: null,
      };
      return { ...deployOf(target, change(spec)), routes: routes.read() };
    },
  };
}

const noVolumes: DeployPayload["volumes"] = [];
const deployOf = (target: TargetOf<"ssh">, spec: WorkloadSpec) =>
  ({
    kind: "deploy",
    target,
    spec,
    reuseImage: null,
    pushed: null,
    inside: null,
    forgePath: "",
    volumes: noVolumes,
  }) as const;

const noSecrets: JobSecrets = {
  env: {},
  gitToken: null,
  gitUser: null,
  registry: null,
  files: [],
  sharePasswords: [],
  push: null,
  registries: [],
};

async function runOnce(tools: JobTools, payload: JobPayload, options: RunOptions = {}): Promise<RunResult> {
  const steps: StepEvent[] = [];
  const chunks: LogChunk[] = [];
  const secrets = { ...noSecrets, ...options.secrets };
  const redactor = createRedactor(Object.values(secrets.env));
  const log = createJobLog({
    chunkMaxBytes: 65_536,
    logMaxBytes: 10_000_000,
    redactor,
    now: systemClock.now,
    emit: (chunk) => chunks.push(chunk),
    onText: () => undefined,
    firstStep: "connect",
  });
  const journal = createJournal({
    report: (event) => {
      steps.push(event);
      options.onStep?.(event);
    },
    log,
    clock: systemClock,
    failpoints: options.failpoints ?? noFailpoints,
    awaitLease: async () => undefined,
    redact: redactor.redact,
  });
  const never = new AbortController().signal;
  const signal = options.signal ?? never;
  const lease = { job: anId("job"), lease: "test", attempt: options.attempt ?? 1 };
  const text = () => {
    log.end();
    return chunks.map((chunk) => `${chunk.step} ${chunk.stream}: ${chunk.text}`).join("");
  };
  try {
    const result = await runPayload(tools, { lease, payload, secrets, journal, log, signal, lostSignal: never });
    return { result, steps, log: text() };
  } catch (error) {
    return { error, steps, log: text() };
  }
}
