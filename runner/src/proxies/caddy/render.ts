import { type Route, type ServerRoutes, withoutTrailing } from "../../../contract/index.ts";
import { anyName, liveName } from "../../plan/names.ts";
import type { CaddyConfig, CaddyHandler, CaddyMatcher, CaddyRoute, CaddyServer } from "./caddy-config.ts";
import { proxyPaths } from "./proxy-paths.ts";

/** Where the admin API listens is part of the document: a document without it would close the door behind itself. */
export type AdminListen = string;

const second = 1_000_000_000;
const millisecond = 1_000_000;

export const revisionId = "fairlead-revision";
export const probeHeader = "X-Fairlead-Probe";
export const upstreamHeader = "X-Fairlead-Upstream";

/** Said by clients and believed by applications, so only the proxy may say it. Caddy itself rewrites X-Forwarded-For, -Host and -Proto. */
const forbiddenHeaders = [
  "Forwarded",
  "X-Forwarded-Port",
  "X-Forwarded-Prefix",
  "X-Forwarded-Server",
  "X-Forwarded-Ssl",
  "X-Forwarded-User",
  "X-Original-Url",
  "X-Rewrite-Url",
  "X-Client-Ip",
  "X-Cluster-Client-Ip",
  "True-Client-Ip",
  "Remote-User",
  "X-Remote-User",
  "X-Client-Cert",
  probeHeader,
];

type OwnRoute = { route: Route; application: string; port: number };

/**
 * The whole configuration of a server's proxy. Strings that users chose are used as they are: their grammars leave no room for Caddy's
 * `{placeholders}`.
 */
export function renderCaddy(routes: ServerRoutes, admin: AdminListen): CaddyConfig {
  const all = routes.applications
    .flatMap(({ application, port, routes: own }) => own.map((route) => ({ route, application, port })))
    .sort(bySpecificity);
  const secure = all.filter(({ route }) => route.scheme === "https");
  const hosts = [...new Set(secure.map(({ route }) => route.host))].sort();
  const tls = secure.length > 0;
  return {
    admin: { listen: admin, origins: ["fairlead"] },
    apps: {
      http: {
        servers: {
          web: renderPlainServer(routes, all),
          ...(tls ? { secure: renderSecureServer(secure) } : {}),
        },
      },
      ...(tls ? { tls: { automation: { policies: [{ subjects: hosts, issuers: [renderIssuer(routes)] }] } } } : {}),
    },
  };
}

/** The most special first: Caddy takes the first route that matches. */
function bySpecificity(a: OwnRoute, b: OwnRoute): number {
  const wildcard = Number(a.route.host.startsWith("*")) - Number(b.route.host.startsWith("*"));
  return wildcard || b.route.path.length - a.route.path.length || compare(keyOf(a), keyOf(b));
}
const keyOf = ({ route, application }: OwnRoute) => `${route.host} ${route.path} ${route.scheme} ${application}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function renderPlainServer({ probeSecret, revision }: ServerRoutes, all: readonly OwnRoute[]): CaddyServer {
  return {
    listen: [":80"],
    automatic_https: { disable: true },
    routes: [
      ...all.filter(({ route }) => route.redirectTo === null).map((one) => renderProbe(one, probeSecret)),
      ...all.map((one) => (one.route.scheme === "https" ? renderUpgrade(one) : renderRoute(one))),
      // Serves nobody: it carries the revision, so the document itself tells how new it is.
      { "@id": revisionId, match: [{ host: [`revision-${revision}.fairlead.invalid`] }], handle: [notFound] },
      { handle: [notFound] },
    ],
  };
}

const renderSecureServer = (secure: readonly OwnRoute[]): CaddyServer => ({
  listen: [":443"],
  automatic_https: { disable_redirects: true },
  routes: [...secure.map(renderRoute), { handle: [notFound] }],
});

const notFound: CaddyHandler = {
  handler: "static_response",
  status_code: "404",
  headers: { "Content-Type": ["text/plain; charset=utf-8"] },
  body: "No application answers at this address.\n",
};

const renderRoute = (one: OwnRoute): CaddyRoute => ({
  match: [matcherOf(one.route)],
  handle: [one.route.redirectTo === null ? renderUpstream(one) : redirectTo(one.route)],
  terminal: true,
});

const renderUpgrade = ({ route }: OwnRoute): CaddyRoute => ({
  match: [matcherOf(route)],
  handle: [redirect("https://{http.request.host}{http.request.uri}")],
  terminal: true,
});

/** The same way as users' requests, whatever their scheme: same name, same port, same cache of addresses. */
const renderProbe = (one: OwnRoute, probeSecret: string): CaddyRoute => ({
  match: [{ ...matcherOf(one.route), header: { [probeHeader]: [probeSecret] } }],
  handle: [renderUpstream(one, { [upstreamHeader]: ["{http.reverse_proxy.upstream.hostport}"] })],
  terminal: true,
});

function matcherOf({ host, path }: Route): CaddyMatcher {
  const prefix = withoutTrailing(path, "/");
  return { host: [host], ...(prefix === "" ? {} : { path: [prefix, `${prefix}/*`] }) };
}

const redirectTo = ({ scheme, redirectTo: target }: Route) => redirect(`${scheme}://${target}{http.request.uri}`);

const redirect = (location: string): CaddyHandler => ({
  handler: "static_response",
  status_code: "308",
  headers: { Location: [location] },
});

/**
 * The name is looked up again after 300 ms, and idle connections live one second: after a flip both are over before the old container
 * may stop. The final dot keeps resolvers from trying search domains. On one machine a connection takes no time: one that waits half
 * a second waits for a container that is gone, and the tries after it find the one that took its place.
 */
function renderUpstream({ application, port }: OwnRoute, answerHeaders?: Record<string, string[]>): CaddyHandler {
  return {
    handler: "reverse_proxy",
    dynamic_upstreams: { source: "a", name: `${liveName(application)}.`, port: String(port), refresh: "300ms" },
    // Used only while nobody holds the live name: for milliseconds in a flip, or until a runner that died in one is back.
    upstreams: [{ dial: `${anyName(application)}.:${port}` }],
    // A container that died leaves an address that nobody answers at: give up early enough to ask the name again, several times.
    transport: {
      protocol: "http",
      dial_timeout: 500 * millisecond,
      keep_alive: { enabled: true, idle_timeout: second },
    },
    load_balancing: { try_duration: 5 * second, try_interval: 50 * millisecond },
    // Streams that do not declare themselves still reach the client in time.
    flush_interval: 50 * millisecond,
    headers: {
      request: { delete: forbiddenHeaders, set: { "X-Real-Ip": ["{http.request.remote.host}"] } },
      ...(answerHeaders ? { response: { set: answerHeaders } } : {}),
    },
  };
}

function renderIssuer({ acme }: ServerRoutes) {
  return {
    module: "acme" as const,
    ...(acme?.email ? { email: acme.email } : {}),
    ...(acme?.directory ? { ca: acme.directory } : {}),
    ...(acme?.trustedRoots ? { trusted_roots_pem_files: [proxyPaths.acmeRoots] } : {}),
  };
}

/** What the proxy starts with before it has been told anything. */
export const renderEmpty = (admin: AdminListen): CaddyConfig => ({ admin: { listen: admin, origins: ["fairlead"] } });
