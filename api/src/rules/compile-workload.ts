import {
  buildKinds,
  type ChosenProcedure,
  type ContainerSettings,
  chooseProcedure,
  dockerAbility,
  type EnvBinding,
  type HealthCheck,
  isGitBuild,
  type Route,
  refuseRoute,
  type WorkloadBuild,
  type WorkloadSource,
  type WorkloadSpec,
} from "@fairlead/runner/contract";

export type WorkloadVariable = {
  key: string;
  scope: "runtime" | "build" | "both";
  isSecret: boolean;
  isArgumentAllowed: boolean;
};

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
  variables: readonly WorkloadVariable[];
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
    env: rows.variables.map((each) => ({
      key: each.key,
      scope: each.scope,
      argument: argumentOf(each, application.build),
    })),
    routes: servedRoutes(rows.domains),
    keepReleases: application.keepReleases,
    procedure: procedureFor(application.container).procedure,
    outboundProxy: outboundProxy(rows.server),
  };
}

/** How its next deployment goes. */
export const procedureFor = ({ hostPort }: Pick<ContainerSettings, "hostPort">): ChosenProcedure =>
  // Settings that were kept before there was such a port have none.
  chooseProcedure(dockerAbility, { hostPort: hostPort?.port ?? null, volume: null });

/** Only a Dockerfile of the user's can ask for an argument: elsewhere nothing is said, and no runner need know the word. */
function argumentOf(
  { scope, isSecret, isArgumentAllowed }: WorkloadVariable,
  { kind }: WorkloadBuild,
): EnvBinding["argument"] {
  if (!buildKinds[kind].asksByArgument || scope === "runtime" || !isSecret) return "plain";
  return isArgumentAllowed ? "warned" : "refused";
}

/** Without those that cannot be served: they are told on their domain, and harm nobody. */
export const servedRoutes = (domains: readonly Route[]): Route[] =>
  domains
    .filter((each) => refuseRoute(each) === undefined)
    .map(({ host, path, scheme, redirectTo }) => ({ host, path, scheme, redirectTo }));

const withCacheRule = (build: WorkloadBuild, noCache: boolean): WorkloadBuild =>
  isGitBuild(build) ? { ...build, noCache: build.noCache || noCache } : build;

const outboundProxy = ({ httpProxy, httpsProxy, noProxy }: WorkloadRows["server"]): WorkloadSpec["outboundProxy"] =>
  httpProxy === null && httpsProxy === null ? null : { http: httpProxy, https: httpsProxy, noProxy };
