import { isDeepStrictEqual } from "node:util";
import type { Cause, Route, ServerRoutes } from "../../../contract/index.ts";
import type { Clock } from "../../agent/clock.ts";
import type { Host } from "../../hosts/host.ts";
import { DialRefused } from "../../hosts/host-fault.ts";
import { askOverStream, NoAnswerInTime } from "../../http-over-stream.ts";
import { RunnerFault, StepFailed } from "../../outcome.ts";
import type { Effect } from "../../steps/effects.ts";
import type { ProxyAnswer, ServerProxy } from "../proxy.ts";
import { type CaddyAdmin, createCaddyAdmin, type SeenRevision } from "./admin.ts";
import { adminListen, ensureProxyContainer, findProxy, joinNetworks, type ProxyImage } from "./container.ts";
import { proxyFolder } from "./proxy-paths.ts";
import { probeHeader, renderCaddy, upstreamHeader } from "./render.ts";

export type CaddyOptions = { host: Host; effect: Effect; image: ProxyImage; clock: Pick<Clock, "sleep" | "monotonic"> };

const startTimeoutMs = 20_000;
const askTimeoutMs = 5_000;

/** One Caddy container per server, `fairlead-proxy`. */
export function createCaddyProxy(options: CaddyOptions): ServerProxy {
  const { host, effect } = options;
  const admin = createCaddyAdmin(host);
  return {
    ensure: async (routes) => {
      const seen = await admin.readRevision();
      if (isCurrent(seen, routes)) return { revision: seen.revision, isChanged: false };
      return effect("routes", () => bringUp(options, { admin, routes }));
    },
    ensureRunning: async () => {
      if (await admin.readRevision()) return;
      await effect("proxy", () => startAndAwait(options, admin));
    },
    ask: (route, { probeSecret, signal }) => ask(host, { route, probeSecret, signal }),
  };
}

const isCurrent = (seen: SeenRevision | undefined, { revision }: ServerRoutes): seen is SeenRevision =>
  seen !== undefined && seen.revision >= revision;

async function bringUp(options: CaddyOptions, { admin, routes }: { admin: CaddyAdmin; routes: ServerRoutes }) {
  const { host } = options;
  await startAndAwait(options, admin);
  const proxy = await findProxy(host);
  if (!proxy) throw new RunnerFault(vanished);
  await joinNetworks(host, { proxy, networks: routes.networks });
  if (routes.acme?.trustedRoots) {
    await host.files.write(`${proxyFolder(host.home)}/acme-roots.pem`, routes.acme.trustedRoots, { mode: 0o600 });
  }
  const config = renderCaddy(routes, adminListen(proxy.Config.Env ?? []));
  // Another runner may write between our look and our write: then look again.
  for (let attempt = 0; attempt < 5; attempt++) {
    const seen = await admin.readRevision();
    if (!seen) throw new RunnerFault(vanished);
    if (isCurrent(seen, routes)) return { revision: seen.revision, isChanged: attempt > 0 };
    if ((await admin.load(config, seen)) === "conflict") continue;
    await compare(admin, { config, routes });
    return { revision: routes.revision, isChanged: true };
  }
  throw new RunnerFault({ ...vanished, sentence: "Others kept changing the proxy's routes at the same time." });
}

/** What is in force must be what we meant: nothing in between may have rewritten it. */
async function compare(admin: CaddyAdmin, { config, routes }: { config: object; routes: ServerRoutes }): Promise<void> {
  const found = await admin.readConfig();
  if (isDeepStrictEqual(found, JSON.parse(JSON.stringify(config)))) return;
  // A newer revision may have come right after ours.
  if (isCurrent(await admin.readRevision(), { ...routes, revision: routes.revision + 1 })) return;
  throw new RunnerFault({ ...vanished, sentence: "The proxy does not serve the routes it was just given." });
}

async function startAndAwait({ host, image, clock }: CaddyOptions, admin: CaddyAdmin): Promise<void> {
  await ensureProxyContainer(host, { image, clock });
  const giveUpAt = clock.monotonic() + startTimeoutMs;
  while (!(await admin.readRevision())) {
    if (clock.monotonic() > giveUpAt) throw await neverStarted(host);
    await clock.sleep(50);
  }
}

async function ask(
  host: Host,
  { route, probeSecret, signal }: { route: Route; probeSecret: string; signal: AbortSignal },
): Promise<ProxyAnswer | undefined> {
  try {
    const answer = await askOverStream(host, {
      address: { host: "127.0.0.1", port: 80 },
      method: "GET",
      path: route.path,
      headers: {
        Host: route.host.replace(/^\*\./, "probe."),
        [probeHeader]: probeSecret,
        "User-Agent": "fairlead-verify",
        Accept: "*/*",
      },
      timeoutMs: askTimeoutMs,
      signal,
      maxBytes: 65_536,
    });
    const upstream = answer.headers[upstreamHeader.toLowerCase()];
    return { status: answer.status, upstream: typeof upstream === "string" ? upstream : undefined };
  } catch (error) {
    if (error instanceof DialRefused || error instanceof NoAnswerInTime) return { status: 0, upstream: undefined };
    throw error;
  }
}

async function neverStarted(host: Host): Promise<Error> {
  const proxy = await findProxy(host);
  const raw: unknown =
    proxy && (await host.docker.getContainer(proxy.Id).logs({ stdout: true, stderr: true, tail: 6 }));
  const lines = Buffer.isBuffer(raw) ? raw.toString("utf8").split("\n") : [];
  return new StepFailed({
    class: "route-refused",
    step: null,
    sentence: "The proxy does not come up on the server.",
    evidence: lines.filter((line) => line.trim() !== "").map((line) => line.slice(8, 500)),
    nextAction: "See what it says with `docker logs fairlead-proxy`, then check the server again.",
  });
}

const vanished: Cause = {
  class: "internal",
  step: null,
  sentence: "The proxy went away while it was given its routes.",
  evidence: [],
  nextAction: "Try again; if it happens again, look at `docker logs fairlead-proxy` on the server.",
};
