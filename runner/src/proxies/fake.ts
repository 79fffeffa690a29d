import {
  type Cause,
  pathPartsOf,
  type RefusedRoute,
  type Route,
  refuseRoute,
  type ServerRoutes,
} from "../../contract/index.ts";
import type { Effect } from "../journal/effects.ts";
import type { ProxyAnswer, ServedRoutes, ServerProxy } from "../ports/proxy.ts";

type Settings = Pick<ServerRoutes, "acme" | "probeSecret" | "trustedProxies">;
type Given = { revision: number; routes: ServerRoutes; settings: Settings };

/** The front of one server in memory: what stays when a runner dies. */
export type FakeFront = {
  /** Of the proxy that is there, running or not; undefined: there is none. */
  proxy: { version: string; isRunning: boolean; networks: Set<string> } | undefined;
  /** Kept beside it, so that one that is made anew finds it. */
  given: Given | undefined;
  /** `address:port` of what answers for a resource; undefined: nobody does. */
  upstreamOf: (resource: string, port: number) => string | undefined;
  /** A request as a visitor makes it; undefined: nobody listens. */
  answer: (host: string, path: string) => ProxyAnswer | undefined;
};

export function createFakeFront(upstreamOf: FakeFront["upstreamOf"]): FakeFront {
  const front: FakeFront = {
    proxy: undefined,
    given: undefined,
    upstreamOf,
    answer: (host, path) => answer(front, { host: host.toLowerCase().replace(/\.$/, ""), path }),
  };
  return front;
}

type Options = { front: FakeFront; effect: Effect; version?: string };

/** The proxy's law over a server in memory. */
export function createFakeProxy({ front, effect, version = "1" }: Options): ServerProxy {
  const run = (networks: readonly string[]) => {
    front.proxy ??= { version, isRunning: true, networks: new Set(front.given?.routes.networks) };
    front.proxy.isRunning = true;
    for (const network of networks) front.proxy.networks.add(network);
    return front.proxy;
  };
  return {
    ensure: async (routes) => {
      const { given } = front;
      if (given && given.revision > routes.revision) return unchanged(given.revision);
      if (given?.revision === routes.revision && isServedAlready(front, routes))
        return { ...unchanged(given.revision), refused: refusedIn(routes) };
      return effect("routes", async () => {
        run(routes.networks);
        return give(front, routes);
      });
    },
    ensureRunning: async () => {
      const { proxy } = front;
      const running = proxy?.isRunning ? proxy : await effect("proxy", async () => run([]));
      return { image: `fake:${running.version}`, version: running.version, wanted: `fake:${version}` };
    },
    metadata: async () => undefined,
    certificates: async () => [],
    ask: async ({ host, path }, { probeSecret }) => {
      const answered = front.answer(host.replace(/^\*\./, "probe."), path);
      if (!answered) return { status: 0, upstream: undefined };
      return probeSecret === front.given?.settings.probeSecret ? answered : { ...answered, upstream: undefined };
    },
  };
}

const unchanged = (revision: number): ServedRoutes => ({
  revision,
  isChanged: false,
  refused: [],
  settings: null,
  certificates: [],
});

const settingsOf = ({ acme, probeSecret, trustedProxies }: Settings): Settings => ({
  acme,
  probeSecret,
  trustedProxies,
});
const areSame = (a: Settings, b: Settings) => JSON.stringify(settingsOf(a)) === JSON.stringify(settingsOf(b));

const isServedAlready = ({ proxy, given }: FakeFront, routes: ServerRoutes): boolean =>
  proxy?.isRunning === true &&
  given !== undefined &&
  areSame(given.settings, routes) &&
  routes.networks.every((network) => proxy.networks.has(network));

/** All of it at once. Somebody with newer routes may have been here since we looked. */
function give(front: FakeFront, routes: ServerRoutes): ServedRoutes {
  const { given } = front;
  if (given && given.revision > routes.revision) return unchanged(given.revision);
  const settings = refusalOf(routes);
  const inForce = settings && given ? given.settings : settingsOf(routes);
  const isChanged = given?.revision !== routes.revision || !areSame(given.settings, inForce);
  front.given = { revision: routes.revision, routes, settings: inForce };
  return { revision: routes.revision, isChanged, refused: refusedIn(routes), settings, certificates: [] };
}

const refusalOf = ({ acme }: ServerRoutes): Cause | null =>
  acme?.trustedRoots && !acme.trustedRoots.includes("BEGIN CERTIFICATE")
    ? {
        class: "route-refused",
        step: null,
        sentence: "The trusted roots hold no certificate.",
        evidence: [],
        nextAction: "Paste one that begins with BEGIN CERTIFICATE.",
      }
    : null;

type OwnRoute = { route: Route; resource: string; port: number };

const routesIn = ({ applications }: ServerRoutes): OwnRoute[] =>
  applications.flatMap(({ application: resource, port, routes }) =>
    routes.map((route) => ({ route, resource, port: route.port ?? port })),
  );

const refusedIn = (given: ServerRoutes): RefusedRoute[] =>
  routesIn(given)
    .flatMap(({ route, resource }) => {
      const sentence = refuseRoute(route);
      return sentence === undefined ? [] : [{ application: resource, host: route.host, path: route.path, sentence }];
    })
    .sort((a, b) => (a.host < b.host ? -1 : 1));

/** The exact host before the wildcard above it, the longer path before the shorter. */
function find(routes: ServerRoutes, { host, path }: { host: string; path: string }): OwnRoute | undefined {
  const above = `*.${host.split(".").slice(1).join(".")}`;
  const asked = pathPartsOf(path.split("?")[0] ?? "");
  const leadsTo = ({ route }: OwnRoute) => pathPartsOf(route.path).every((part, index) => part === asked[index]);
  const byLength = (a: OwnRoute, b: OwnRoute) => pathPartsOf(b.route.path).length - pathPartsOf(a.route.path).length;
  const served = routesIn(routes).filter(({ route }) => refuseRoute(route) === undefined);
  const onHost = (name: string) => served.filter(({ route }) => route.host === name).sort(byLength);
  return [...onHost(host), ...onHost(above)].find(leadsTo);
}

function answer(front: FakeFront, asked: { host: string; path: string }): ProxyAnswer | undefined {
  const { proxy, given } = front;
  if (!proxy?.isRunning) return undefined;
  const found = given && find(given.routes, asked);
  if (!found) return { status: 404, upstream: undefined };
  if (found.route.redirectTo !== null || found.route.scheme === "https") return { status: 308, upstream: undefined };
  const isJoined = given.routes.networks.every((network) => proxy.networks.has(network));
  const upstream = isJoined ? front.upstreamOf(found.resource, found.port) : undefined;
  return { status: upstream === undefined ? 502 : 200, upstream };
}
