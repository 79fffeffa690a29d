import type {
  ContainerSettings,
  HealthCheck,
  Route,
  WorkloadBuild,
  WorkloadSource,
  WorkloadSpec,
} from "@fairlead/runner/contract";

/** The columns a release is made from. Rows as the database gives them fit. */
export type WorkloadRows = {
  application: {
    id: string;
    teamId: string;
    name: string;
    build: WorkloadBuild;
    container: ContainerSettings;
    health: HealthCheck | null;
    keepReleases: number;
  };
  network: string;
  server: { httpProxy: string | null; httpsProxy: string | null; noProxy: string };
  domains: readonly Route[];
  variables: readonly { key: string; scope: "runtime" | "build" | "both" }[];
};

export type ReleaseIdentity = { deployment: string; number: number; source: WorkloadSource; noCache: boolean };

/** Everything a driver needs, frozen at this moment. Values of variables are not in it: they travel beside it, sealed. */
export function compileWorkload(rows: WorkloadRows, release: ReleaseIdentity): WorkloadSpec {
  const { application } = rows;
  return {
    version: 1,
    team: application.teamId,
    application: application.id,
    deployment: release.deployment,
    number: release.number,
    name: application.name,
    network: rows.network,
    source: release.source,
    build: withCacheRule(application.build, release.noCache),
    container: application.container,
    health: application.health,
    env: rows.variables.map(({ key, scope }) => ({ key, scope })),
    routes: rows.domains.map(toRoute),
    keepReleases: application.keepReleases,
    outboundProxy: outboundProxy(rows.server),
  };
}

const toRoute = ({ host, path, scheme, redirectTo }: Route): Route => ({ host, path, scheme, redirectTo });

const withCacheRule = (build: WorkloadBuild, noCache: boolean): WorkloadBuild =>
  build.kind === "image" ? build : { ...build, noCache: build.noCache || noCache };

const outboundProxy = ({ httpProxy, httpsProxy, noProxy }: WorkloadRows["server"]): WorkloadSpec["outboundProxy"] =>
  httpProxy === null && httpsProxy === null ? null : { http: httpProxy, https: httpsProxy, noProxy };
