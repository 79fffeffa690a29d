// pure

import { pathPartsOf, type RefusedRoute, type Route, refuseRoute, type ServerRoutes } from "../../../contract/index.ts";
import type { Upstreams } from "../../ports/upstreams.ts";
import { mark, networksFolder, partedHosts, revisionFolder, type Tree, wholeHosts } from "./render-lookup.ts";

export type RouteTable = {
  revision: number;
  /** Paths of empty files, relative to the table's folder: their names are all there is. */
  files: string[];
  /** Routes that would not be right, each with its reason. All others are served. */
  refused: RefusedRoute[];
  /** Hosts that need a certificate. */
  secureHosts: string[];
};

type OwnRoute = { route: Route; resource: string; port: number; key: string };

/** The routes of a server as the proxy looks them up: one entry a route, found by its host and path. */
export function renderTable(
  { revision, networks, applications }: Pick<ServerRoutes, "revision" | "networks" | "applications">,
  { keyOf: keyOfResource }: Pick<Upstreams, "keyOf">,
): RouteTable {
  const all = applications
    .flatMap(({ application: resource, port, routes }) =>
      routes.map((route) => ({ route, resource, port: route.port ?? port, key: keyOfResource(resource) })),
    )
    .sort((a, b) => compare(keyOf(a), keyOf(b)));
  const refused = refuse(all);
  const served = all.filter((one) => !refused.has(one));
  const parted = new Set(served.filter(({ route }) => partsOf(route).length > 0).map(({ route }) => route.host));
  const entries = served.flatMap((one) =>
    entriesOf(one).map(([tree, name]) => {
      const { host } = one.route;
      const folder = parted.has(host) ? partedHosts(tree) : wholeHosts(tree);
      return [folder, folderOf(host), ...partsOf(one.route), name].join("/");
    }),
  );
  const secure = served.filter(({ route }) => route.scheme === "https" && !route.host.startsWith("*."));
  return {
    revision,
    files: [`${revisionFolder}/${revision}`, ...networks.map((name) => `${networksFolder}/${name}`), ...entries],
    refused: [...refused].map(([{ route, resource }, sentence]) => ({
      application: resource,
      host: route.host,
      path: route.path,
      sentence,
    })),
    secureHosts: [...new Set(secure.map(({ route }) => route.host))],
  };
}

const keyOf = ({ route, resource }: OwnRoute) => `${route.host} ${route.path} ${route.scheme} ${resource}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const partsOf = ({ path }: Route) => pathPartsOf(path);
const folderOf = (host: string) => host.replace(/^\*\./, "_.");

function refuse(all: readonly OwnRoute[]): Map<OwnRoute, string> {
  const refused = new Map<OwnRoute, string>();
  const taken = new Set<string>();
  for (const one of all) {
    const place = [one.route.host, ...partsOf(one.route)].join("/");
    const reason =
      refuseRoute(one.route) ?? (taken.has(place) ? `${place} is served for another resource already.` : undefined);
    if (reason === undefined) taken.add(place);
    else refused.set(one, reason);
  }
  return refused;
}

/** On the plain door a secure host only sends its visitors on. */
function entriesOf({ route, key, port }: OwnRoute): [Tree, string][] {
  const name = route.redirectTo === null ? `${mark.serve}${key}~${port}` : `${mark.redirect}${route.redirectTo}`;
  if (route.scheme === "http") return [["plain", name]];
  return [
    ["plain", mark.upgrade],
    ["secure", name],
  ];
}
