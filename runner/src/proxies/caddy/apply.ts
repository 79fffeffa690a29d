import { createHash } from "node:crypto";
import type { Cause, Route, ServerRoutes } from "../../../contract/index.ts";
import type { Clock } from "../../agent/clock.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import type { Effect } from "../../journal/effects.ts";
import { RunnerFault, StepFailed } from "../../outcome.ts";
import type { ProxyAnswer, ServedRoutes, ServerProxy } from "../../ports/proxy.ts";
import type { Upstreams } from "../../ports/upstreams.ts";
import { type CaddyAdmin, createCaddyAdmin } from "./admin.ts";
import { askForCertificates } from "./certificates.ts";
import {
  ensureProxyContainer,
  findProxy,
  joinNetworks,
  missingNetworks,
  type ProxyContainer,
  type ProxyImage,
  restartProxy,
} from "./container.ts";
import { askDoor, isOnlyOne, knock, textOf } from "./door.ts";
import { readKeptNetworks, readKeptSettings } from "./kept-state.ts";
import { loadDocument } from "./load-document.ts";
import { proxyFiles, proxyFolder } from "./proxy-paths.ts";
import { readMetadata } from "./read-metadata.ts";
import { type ProxySettings, renderCaddy } from "./render.ts";
import { renderTable } from "./render-table.ts";
import { probeHeader, upstreamHeader } from "./render-upstream.ts";
import { prepareStart, seenVersion } from "./start-document.ts";
import { publishTable, readSecureHosts } from "./table.ts";
import { featuresOf } from "./version.ts";

export type CaddyOptions = {
  host: DockerHost;
  effect: Effect;
  image: ProxyImage;
  upstreams: Upstreams;
  clock: Pick<Clock, "sleep" | "monotonic" | "now">;
};

const startTimeoutMs = 20_000;

/** One Caddy container per server, `fairlead-proxy`. */
export function createCaddyProxy(options: CaddyOptions): ServerProxy {
  const { host, effect } = options;
  const admin = createCaddyAdmin(host);
  return {
    ensure: async (routes) => {
      const hash = hashOf(routes, options.upstreams);
      const [seen, proxy] = await Promise.all([askDoor(host, routes.probeSecret), findProxy(host)]);
      if (seen?.hash !== undefined && seen.revision > routes.revision) return unchanged(seen.revision);
      // Somebody may have made the container anew, or taken it out of a network.
      const isJoined = proxy !== undefined && missingNetworks(proxy, routes.networks).length === 0;
      if (isJoined && seen?.hash === hash && seen.revision === routes.revision)
        return { ...unchanged(seen.revision), refused: renderTable(routes, options.upstreams).refused };
      return effect("routes", () => bringUp(options, { admin, routes, hash }));
    },
    ensureRunning: async () => {
      if (!(await isWhole(host, admin))) await effect("proxy", () => startAndAwait(options, admin));
      const proxy = await findProxy(host);
      if (!proxy) throw new RunnerFault(vanished);
      const { version } = await seenVersion(host, proxy);
      return { image: proxy.Config.Image, version, wanted: options.image.reference };
    },
    metadata: () => readMetadata(host, options.clock),
    certificates: (names) => askForCertificates(host, { names, clock: options.clock }),
    ask: (route, { probeSecret, signal }) => ask(host, { route, probeSecret, signal }),
  };
}

const unchanged = (revision: number): ServedRoutes => ({
  revision,
  isChanged: false,
  refused: [],
  settings: null,
  certificates: [],
});

/** Whether the proxy runs, with all that it served last. */
async function isWhole(host: DockerHost, admin: CaddyAdmin): Promise<boolean> {
  const [seen, proxy] = await Promise.all([admin.readDocument(), findProxy(host)]);
  if (!seen || !proxy || missingNetworks(proxy, await readKeptNetworks(host)).length > 0) return false;
  return seen.hash !== undefined || (await readKeptSettings(host)) === undefined;
}

/** Names the settings and how we write them: the same on every version of the proxy. */
function hashOf({ acme, probeSecret, trustedProxies }: ProxySettings, upstreams: Upstreams): string {
  const shape = renderCaddy(
    { acme, probeSecret, trustedProxies },
    { features: featuresOf(undefined), hash: "", upstreams },
  );
  return createHash("sha256")
    .update(JSON.stringify([acme, shape]))
    .digest("hex")
    .slice(0, 16);
}

type Wanted = { admin: CaddyAdmin; routes: ServerRoutes; hash: string };

/** The table first: a document that comes into force finds it there. */
async function bringUp(options: CaddyOptions, { admin, routes, hash }: Wanted): Promise<ServedRoutes> {
  const { host } = options;
  await startAndAwait(options, admin);
  const proxy = await findProxy(host);
  if (!proxy) throw new RunnerFault(vanished);
  await joinNetworks(host, { proxy, networks: routes.networks });
  const folder = `${proxyFolder(host.home)}/${proxyFiles.routes}`;
  const table = renderTable(routes, options.upstreams);
  const known = await readSecureHosts(host.files, folder);
  const { revision, isChanged } = await publishTable(host.files, folder, table);
  // Somebody with newer routes was here in between.
  if (revision > routes.revision) return unchanged(revision);
  const { isLoaded, inForce, settings } = await loadDocument(host, {
    ...{ admin, hash, proxy },
    settings: routes,
    upstreams: options.upstreams,
  });
  await requireOne(options, { admin, wanted: { probeSecret: routes.probeSecret, hash: inForce, revision }, settings });
  const fresh = table.secureHosts.filter((each) => !known.includes(each));
  const certificates = await askForCertificates(host, { names: fresh, clock: options.clock });
  return { revision, isChanged: isChanged || isLoaded, refused: table.refused, settings, certificates };
}

type Doubted = {
  admin: CaddyAdmin;
  wanted: { probeSecret: string; hash: string; revision: number };
  settings: Cause | null;
};

/**
 * A load that was refused can leave a listener behind that goes on serving what was before. Nothing but a new start ends it: what is
 * under way is let finish, and for a moment new connections are refused.
 */
async function requireOne(options: CaddyOptions, { admin, wanted, settings }: Doubted): Promise<void> {
  const { host, clock } = options;
  if (await isOnlyOne(host, wanted, clock)) return;
  await restartProxy(host);
  await startAndAwait(options, admin);
  if (settings || (await isOnlyOne(host, wanted, clock))) return;
  throw new RunnerFault({ ...vanished, sentence: "The proxy does not serve the routes it was just given." });
}

async function startAndAwait({ host, image, clock, upstreams }: CaddyOptions, admin: CaddyAdmin): Promise<void> {
  const proxy = await ensureProxyContainer(host, { image, clock });
  const giveUpAt = clock.monotonic() + startTimeoutMs;
  while (!(await admin.readDocument())) {
    await prepareStart(host, proxy);
    if (clock.monotonic() > giveUpAt) throw await neverStarted(host);
    await clock.sleep(50);
  }
  await resume(host, { admin, proxy, upstreams });
}

type Resumed = { admin: CaddyAdmin; proxy: ProxyContainer; upstreams: Upstreams };

/** Gives a container that was made anew, perhaps of another version, what was served before. */
async function resume(host: DockerHost, { admin, proxy, upstreams }: Resumed): Promise<void> {
  await joinNetworks(host, { proxy, networks: await readKeptNetworks(host) });
  if ((await admin.readDocument())?.hash !== undefined) return;
  const settings = await readKeptSettings(host);
  if (settings) {
    const hash = hashOf(settings, upstreams);
    await loadDocument(host, { admin, settings, hash, proxy, upstreams });
  }
}

async function ask(
  host: DockerHost,
  { route, probeSecret, signal }: { route: Route; probeSecret: string; signal: AbortSignal },
): Promise<ProxyAnswer> {
  const headers = {
    Host: route.host.replace(/^\*\./, "probe."),
    [probeHeader]: probeSecret,
    "User-Agent": "fairlead-verify",
    Accept: "*/*",
  };
  const answer = await knock(host, { path: route.path, headers, signal, isHeadEnough: true });
  return { status: answer?.status ?? 0, upstream: answer && textOf(answer, upstreamHeader) };
}

async function neverStarted(host: DockerHost): Promise<Error> {
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
