import { rangesIn, refuseRoute, type ServerRoutes } from "@fairlead/runner/contract";
import type { Deps } from "../kit/deps.ts";
import { probeSecretPlace } from "../kit/secrets/secret-places.ts";
import { teamSecrets } from "../kit/secrets/team-secrets.ts";
import { notFound } from "../rules/errors.ts";
import { type DomainOfServer, readServerRoutes } from "./routes.store.ts";

export { bumpRoutes } from "./routes.store.ts";

function byResource(domains: DomainOfServer[]): ServerRoutes["applications"] {
  const applications = new Map<string, ServerRoutes["applications"][number]>();
  for (const { application, configuredPort, servingPort, ...route } of domains) {
    const port = servingPort ?? configuredPort;
    // Its settings are damaged and nothing of it serves: the others are routed all the same.
    if (port === null) continue;
    const known = applications.get(application) ?? { application, port, routes: [] };
    known.routes.push(route);
    applications.set(application, known);
  }
  return [...applications.values()];
}

/** Everything the proxy of one server serves, at its current revision. Opens the probe secret: only for the claiming runner. */
export async function serverRoutes(
  deps: Pick<Deps, "db" | "secrets">,
  teamId: string,
  serverId: string,
): Promise<ServerRoutes> {
  const { server, networks, domains } = await readServerRoutes(deps.db, teamId, serverId);
  if (!server) throw notFound("server");
  const box = await teamSecrets(deps, teamId);
  return {
    revision: server.routesRevision,
    networks,
    acme:
      server.proxy === "none"
        ? null
        : { email: server.acmeEmail, directory: server.acmeDirectory, trustedRoots: server.acmeTrustedRoots },
    probeSecret: await box.open(probeSecretPlace(serverId), server.probeSecret),
    trustedProxies: rangesIn(server.trustedProxies),
    // One that cannot be served is told on its domain; it must not take the others with it.
    applications: byResource(domains.filter((each) => refuseRoute(each) === undefined)),
  };
}
