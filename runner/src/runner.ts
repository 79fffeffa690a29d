import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { holdFolder, removeDrafts } from "../state-lock/index.ts";
import { backoffMs } from "./agent/backoff.ts";
import { type LoopEnd, runClaimLoop } from "./agent/claim-loop.ts";
import { systemClock } from "./agent/clock.ts";
import { type ControlPlane, createControlPlane } from "./agent/control-plane.ts";
import { isFailure } from "./agent/control-plane-error.ts";
import type { Stopping } from "./agent/exits.ts";
import { noFailpoints, parseFailpoint } from "./agent/failpoints.ts";
import { enrol, type Identity, isNewToken, readIdentity } from "./agent/identity.ts";
import { readPolicy } from "./agent/policy.ts";
import type { RunnerLog } from "./agent/runner-log.ts";
import { openSpool } from "./agent/spool.ts";
import { tidyDaily } from "./agent/tidy-daily.ts";
import { pullImage } from "./build/image.ts";
import { BadConfig, type Config } from "./config.ts";
import { ensureRunnerKey } from "./hosts/ssh-keys.ts";
import type { JobTools } from "./jobs/job-tools.ts";
import { runPayload } from "./jobs/run-payload.ts";
import { createGitSources } from "./sources/git-sources.ts";
import { createServerPool } from "./targets/server-pool.ts";
import { version } from "./version.ts";

export type RunnerOptions = { config: Config; stopping: Stopping; runnerLog: RunnerLog; kill: () => void };

/** Enrols when that has not been done, then works until it is told to stop. Throws FolderInUse while another runner has this state. */
export async function startRunner(options: RunnerOptions): Promise<LoopEnd> {
  const { config } = options;
  await mkdir(config.home, { recursive: true, mode: 0o700 });
  const hold = await holdFolder(config.home, { program: "runner", url: config.url, setting: "FAIRLEAD_RUNNER_HOME" });
  for (const each of ["", "ssh", "ssh/deploy"]) removeDrafts(join(config.home, each));
  try {
    return await enrolAndWork(options);
  } finally {
    hold.release();
  }
}

async function enrolAndWork(options: RunnerOptions): Promise<LoopEnd> {
  const { config, runnerLog } = options;
  const known = await readIdentity(config.home);
  const identity = known ?? (await enrolNow(options));
  if (!identity) return "stopped";
  runnerLog.say("working", { runner: identity.runner, url: config.url, slots: config.slots });
  const end = await work(options, identity);
  if (end !== "unauthorized" || !isNewToken(identity, config.token)) return end;
  runnerLog.warn("the credential is refused; enrolling again with the token that is given");
  const renewed = await enrolNow(options);
  return renewed ? work(options, renewed) : "stopped";
}

/** undefined: told to stop before it was done. A control plane that is still starting is waited for. */
async function enrolNow({ config, stopping, runnerLog }: RunnerOptions): Promise<Identity | undefined> {
  const { token, home, name } = config;
  if (token === undefined) {
    throw new BadConfig(["FAIRLEAD_TOKEN is missing: make an enrolment token on the runners page and give it once"]);
  }
  const controlPlane = connect(config, undefined);
  const { publicKey: sshPublicKey } = await ensureRunnerKey(home);
  const request = { token, name, sshPublicKey, version, platform: `${process.platform}-${process.arch}` };
  for (let failures = 1; !stopping.stop.aborted; failures++) {
    try {
      return await enrol(home, { controlPlane, request });
    } catch (error) {
      if (!isFailure(error, "unavailable")) throw error;
      runnerLog.warn("the control plane cannot be reached yet", { url: config.url, reason: String(error) });
      await systemClock.sleep(backoffMs(failures, { random: Math.random }), stopping.stop).catch(() => undefined);
    }
  }
  return undefined;
}

const connect = ({ url }: Config, credential: string | undefined): ControlPlane =>
  createControlPlane({ url, credential, version });

async function work(options: RunnerOptions, identity: Identity): Promise<LoopEnd> {
  const { config, stopping, runnerLog, kill } = options;
  const hosts = createServerPool({ home: config.home, key: await ensureRunnerKey(config.home) });
  const policy = await readPolicy(config.home);
  const sources = createGitSources({
    stateDirectory: config.home,
    environment: config.environment,
    privateHosts: policy.privateHosts,
  });
  const tools: JobTools = {
    clock: systemClock,
    hosts,
    sources,
    home: config.home,
    proxyImage: { reference: config.proxyImage, pull: pullProxyImage },
    allowHttpGit: config.allowHttpGit,
  };
  const failpoints =
    config.failpoint === undefined ? noFailpoints : parseFailpoint(config.failpoint, { kill, clock: systemClock });
  const ended = new AbortController();
  const tidying = tidyDaily({ tidy: sources.tidy, clock: systemClock, runnerLog }, ended.signal);
  try {
    return await runClaimLoop(
      {
        controlPlane: connect(config, identity.credential),
        clock: systemClock,
        random: Math.random,
        runnerLog,
        spool: openSpool(join(config.home, "spool")),
        policy,
        failpoints,
        newKey: () => randomBytes(16).toString("hex"),
        ownSecrets: [identity.credential],
        runPayload: (context) => runPayload(tools, context),
      },
      {
        slots: config.slots,
        version,
        cadence: identity.cadence,
        stopSignal: stopping.stop,
        abandonSignal: stopping.abandon,
      },
    );
  } finally {
    ended.abort();
    await tidying;
    sources.close();
    await hosts.closeAll();
  }
}

const pullProxyImage: JobTools["proxyImage"]["pull"] = async (host, reference) => {
  await pullImage(host, {
    image: reference,
    credentials: null,
    onEvent: () => undefined,
    signal: AbortSignal.timeout(600_000),
  });
};
