import type { ServerRoutes } from "../../../contract/index.ts";
import type { Upstreams } from "../../ports/upstreams.ts";
import type { CaddyConfig, CaddyHandler, CaddyRoute, CaddyServer } from "./caddy-config.ts";
import { proxyFiles, proxyPaths } from "./proxy-paths.ts";
import { trustOf } from "./render-front.ts";
import {
  fileIn,
  hostPattern,
  mark,
  onEntry,
  partedHosts,
  renderLookup,
  revisionFolder,
  wholeHosts,
} from "./render-lookup.ts";
import { probeHeader, renderProbe, renderSilentAnswer } from "./render-upstream.ts";
import type { CaddyFeatures } from "./version.ts";

export const documentId = "fairlead-document";
export const doorHost = "door.fairlead.invalid";
export const revisionHeader = "X-Fairlead-Routes";
export const documentHeader = "X-Fairlead-Document";

/**
 * Where the proxy asks itself who may have a certificate, inside its own container. Each document has an address of its own, because
 * Caddy delays the end only of what has a listener that ends with it.
 */
function ownAddress(hash: string): string {
  const parts = [0, 2, 4].map((at) => (Number.parseInt(hash.slice(at, at + 2) || "0", 16) % 254) + 1);
  return `127.${parts.join(".")}:2080`;
}

/** In nanoseconds: how long a document still serves beside the one that follows it. */
const farewell = 1_500_000_000;

/** What of a server's routes stands in the document: nothing that a domain changes. */
export type ProxySettings = Pick<ServerRoutes, "acme" | "probeSecret" | "trustedProxies"> & { hasCertificates?: false };
export const withoutCertificates = ({ probeSecret, trustedProxies }: ProxySettings): ProxySettings => ({
  acme: null,
  probeSecret,
  trustedProxies,
  hasCertificates: false,
});
/** `hash` names these settings and this way of writing them. */
export type DocumentOptions = { features: CaddyFeatures; hash: string; upstreams: Upstreams };

/**
 * The whole configuration of a server's proxy. It holds no route: those are looked up, request by request, in the table beside it, so
 * that they come and go without a load. Where the admin API listens is part of it: without, it would close the door behind itself.
 */
export function renderCaddy(settings: ProxySettings, { features, hash, upstreams }: DocumentOptions): CaddyConfig {
  const front = trustOf(settings, { features, upstreams });
  const shared = { ...(features.fullDuplex ? { enable_full_duplex: true as const } : {}), ...front.server };
  const web = {
    ...renderPlainServer(settings, { hash, upstream: front.upstream, probe: renderProbe(upstreams) }),
    ...shared,
  };
  const permit = renderPermit(ownAddress(hash));
  const admin = renderAdmin(features);
  if (settings.hasCertificates === false) {
    return { admin, apps: { http: { shutdown_delay: farewell, servers: { web, permit } } } };
  }
  const secure = { ...renderSecureServer({ hash, upstream: front.upstream }), ...shared };
  return {
    admin,
    apps: {
      http: { shutdown_delay: farewell, servers: { web, secure, permit } },
      tls: {
        automation: {
          policies: [{ issuers: [renderIssuer(settings, hash)], on_demand: true }],
          on_demand: features.permission
            ? { permission: { module: "http", endpoint: `http://${ownAddress(hash)}/` } }
            : { ask: `http://${ownAddress(hash)}/` },
        },
      },
    },
  };
}

type Ours = { hash: string; upstream: CaddyHandler };

/** Up to 2.6 the umask decides who may talk to the socket; later versions close it to all but their own user unless told so. */
const renderAdmin = ({ socketMode }: CaddyFeatures) => ({
  listen: `unix/${proxyPaths.socket}${socketMode ? "|0222" : ""}`,
  origins: ["fairlead"],
});

/** What the proxy starts with before it has been told anything. */
export const renderEmpty = (features: CaddyFeatures): CaddyConfig => ({ admin: renderAdmin(features) });

function renderPlainServer(
  { probeSecret }: ProxySettings,
  { hash, upstream, probe }: Ours & { probe: CaddyHandler },
): CaddyServer {
  const secret = { [probeHeader]: [probeSecret] };
  // Whatever the scheme of users' requests.
  const told = [onServe(probe)];
  const probes = [
    renderLookup("plain", { marks: mark.serve, found: told }),
    renderLookup("secure", { marks: mark.serve, found: told }),
  ];
  const found = [onServe(upstream), onRedirect("http"), onUpgrade];
  const visits = renderLookup("plain", { marks: `${mark.serve}${mark.redirect}${mark.upgrade}`, found });
  return {
    listen: [":80"],
    automatic_https: { disable: true },
    routes: [
      renderFarewell(hash),
      inSmallLetters,
      { "@id": documentId, match: [{ host: [doorHost], header: secret }], handle: renderDoor(hash), terminal: true },
      {
        match: [{ header: secret }],
        handle: [{ handler: "subroute", routes: [...twice(probes), nothing] }],
        terminal: true,
      },
      ...twice([visits]),
      nothing,
    ],
    errors: { routes: [renderSilentAnswer(secret)] },
  };
}

const renderSecureServer = ({ hash, upstream }: Ours): CaddyServer => ({
  listen: [":443"],
  automatic_https: { disable_redirects: true },
  tls_connection_policies: [{}],
  routes: [
    renderFarewell(hash),
    inSmallLetters,
    ...twice([
      renderLookup("secure", {
        marks: `${mark.serve}${mark.redirect}`,
        found: [onServe(upstream), onRedirect("https")],
      }),
    ]),
    nothing,
  ],
});

/** A request that comes in the moment of a change may look into both tables: what the first look missed the second finds. */
const twice = (routes: CaddyRoute[]) => [...routes, ...routes];

/** Answers 200 for a host that is served by https, and only there. */
const renderPermit = (address: string): CaddyServer => ({
  listen: [address],
  automatic_https: { disable: true },
  routes: [
    {
      match: [{ vars_regexp: { "{http.request.uri.query.domain}": { name: "host", pattern: hostPattern } } }],
      handle: [
        {
          handler: "subroute",
          routes: twice([
            {
              match: [
                fileIn(
                  `${wholeHosts("secure")}/{http.regexp.host.0}/`,
                  `${partedHosts("secure")}/{http.regexp.host.0}/`,
                ),
              ],
              handle: [{ handler: "static_response", status_code: "200" }],
              terminal: true,
            },
          ]),
        },
      ],
    },
    nothing,
  ],
});

/** Tells the runner which document and which table requests meet here. */
function renderDoor(hash: string): CaddyHandler[] {
  const answer = (routes: string): CaddyHandler => ({
    handler: "static_response",
    status_code: "200",
    headers: { [documentHeader]: [hash], [revisionHeader]: [routes] },
  });
  return [
    {
      handler: "subroute",
      routes: [
        { match: [fileIn(`${revisionFolder}/*`)], handle: [answer("{http.matchers.file.relative}")], terminal: true },
        { handle: [answer("none")] },
      ],
    },
  ];
}

const nothing: CaddyRoute = {
  handle: [
    {
      handler: "static_response",
      status_code: "404",
      headers: { "Content-Type": ["text/plain; charset=utf-8"] },
      body: "Nothing answers at this address.\n",
    },
  ],
};

/**
 * The end of a document closes connections that wait for their next request. One that is closed with an answer before is closed in
 * agreement: nobody sends on it what nobody reads, and whoever comes again meets the document that follows. Where the protocol changes,
 * the header is needed for that. (`http.shutting_down` of Caddy would tell, but from 2.7 on it stays false while a port is taken over.)
 */
const renderFarewell = (hash: string): CaddyRoute => ({
  match: [{ file: { root: proxyPaths.shared, try_files: [proxyFiles.leaving(hash)] }, header: { Upgrade: null } }],
  handle: [{ handler: "headers", response: { set: { Connection: ["close"] } } }],
});

/** Host names are the same in capitals and with a final dot; the names of entries are not. */
const inSmallLetters: CaddyRoute = {
  match: [{ header_regexp: { Host: { pattern: String.raw`[A-Z]|\.(?::[0-9]+)?$` } } }],
  handle: [
    {
      handler: "headers",
      request: {
        replace: {
          Host: [
            ...[..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((search) => ({ search, replace: search.toLowerCase() })),
            { search_regexp: String.raw`\.(:[0-9]+)?$`, replace: "$1" },
          ],
        },
      },
    },
  ],
};

const onServe = (handler: CaddyHandler) => onEntry(String.raw`/@([a-z]+-[0-9a-z]+)~([0-9]+)$`, handler);
const onRedirect = (scheme: "http" | "https") =>
  onEntry(String.raw`/>([a-z0-9.-]+)$`, redirect(`${scheme}://{http.regexp.entry.1}{http.request.uri}`));
const onUpgrade = onEntry(String.raw`/\^$`, redirect("https://{http.request.host}{http.request.uri}"));

function redirect(location: string): CaddyHandler {
  return { handler: "static_response", status_code: "308", headers: { Location: [location] } };
}

function renderIssuer({ acme }: ProxySettings, hash: string) {
  const roots = `${proxyPaths.shared}/${proxyFiles.acmeRoots(hash)}`;
  return {
    module: "acme" as const,
    ...(acme?.email ? { email: acme.email } : {}),
    ...(acme?.directory ? { ca: acme.directory } : {}),
    ...(acme?.trustedRoots ? { trusted_roots_pem_files: [roots] } : {}),
  };
}
