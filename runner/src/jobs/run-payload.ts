import type { JobResult, ServerTarget } from "../../contract/index.ts";
import type { JobContext } from "../agent/run-job.ts";
import { createDockerDriver } from "../drivers/docker/apply.ts";
import type { Driver } from "../drivers/driver.ts";
import type { Host } from "../hosts/host.ts";
import type { HostLease } from "../hosts/host-pool.ts";
import { ensureDeployKey } from "../hosts/ssh-keys.ts";
import { createCaddyProxy } from "../proxies/caddy/apply.ts";
import { remove, restart, start, stop } from "./application-jobs.ts";
import { checkServer } from "./check-server.ts";
import { deploy } from "./deploy.ts";
import { gitSettingsOf } from "./git-settings-of.ts";
import type { JobTools } from "./job-tools.ts";
import { reconcile } from "./reconcile.ts";

/** Does what a job asks. The payload has passed its grammar and the runner's policy. */
export function runPayload(tools: JobTools, context: JobContext): Promise<JobResult> {
  const { payload } = context;
  switch (payload.kind) {
    case "deploy":
      return deploy(tools, context, payload);
    case "stop":
      return onServer(tools, context, { target: payload.target, work: (driver) => stop({ driver, context, payload }) });
    case "start":
      return onServer(tools, context, {
        target: payload.target,
        work: (driver) => start({ driver, context, payload }),
      });
    case "restart":
      return onServer(tools, context, {
        target: payload.target,
        work: (driver) => restart({ driver, context, payload }),
      });
    case "remove":
      return onServer(tools, context, {
        target: payload.target,
        work: (driver) => remove({ driver, context, payload }),
      });
    case "reconcile":
      return onServer(tools, context, {
        target: payload.target,
        work: (driver) => reconcile({ driver, context, payload }),
      });
    case "check-server":
      return checkServer(tools, context, payload);
    case "sync-routes":
      return syncRoutes(tools, context, payload);
    case "make-deploy-key":
      return context.journal.step("make-deploy-key", async () => {
        const { publicKey } = await ensureDeployKey(tools.home, payload.source);
        return { kind: "make-deploy-key", publicKey };
      });
    case "read-head":
      return readHead(tools, context, payload);
  }
}

type Job = { target: ServerTarget; work: (driver: Driver, host: Host) => Promise<JobResult> };

async function onServer(tools: JobTools, { journal, signal }: JobContext, { target, work }: Job): Promise<JobResult> {
  let lease: HostLease | undefined;
  try {
    const { host } = await journal.step("connect", async () => {
      lease = await tools.hosts.acquire(target, signal);
      return lease;
    });
    return await work(createDockerDriver({ host, effect: journal.effect }), host);
  } finally {
    // Also when the step failed after it had connected.
    lease?.release();
  }
}

function syncRoutes(
  tools: JobTools,
  context: JobContext,
  { target, routes }: Extract<JobContext["payload"], { kind: "sync-routes" }>,
): Promise<JobResult> {
  const work = (_: Driver, host: Host) =>
    context.journal.step("sync-routes", async (note): Promise<JobResult> => {
      const { clock, proxyImage: image } = tools;
      const { revision, isChanged, refused, settings, certificates } = await createCaddyProxy({
        host,
        effect: context.journal.effect,
        clock,
        image,
      }).ensure(routes);
      note(isChanged ? `revision ${revision}` : `revision ${revision} is served already`);
      return {
        kind: "sync-routes",
        revision,
        refused: refused.slice(0, 1_000),
        settings,
        certificates,
      };
    });
  return onServer(tools, context, { target, work });
}

function readHead(
  tools: JobTools,
  { journal, secrets, signal }: JobContext,
  { git, ref, inside }: Extract<JobContext["payload"], { kind: "read-head" }>,
): Promise<JobResult> {
  return journal.step("read-head", async () => {
    const settings = await gitSettingsOf({ git, inside }, secrets, tools);
    return { kind: "read-head", commit: await tools.sources.readHead(settings, { ref, signal }) };
  });
}
