import {
  abilityOf,
  buildKinds,
  type ChosenProcedure,
  type ContainerSettings,
  chooseProcedure,
  type EnvBinding,
  type HealthCheck,
  type ImagePush,
  isGitBuild,
  type Route,
  refuseRoute,
  type TargetKind,
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

/** What a release is made from whatever its kind. Rows as the database gives them fit. */
export type WorkloadRows = {
  resource: { id: string; teamId: string; name: string; keepReleases: number };
  network: string;
  server: { kind: TargetKind; httpProxy: string | null; httpsProxy: string | null; noProxy: string };
  domains: readonly Route[];
  variables: readonly WorkloadVariable[];
};

/** What its kind says of it: how it is built and run, and where its code or image is. */
export type WorkloadSettings = {
  source: WorkloadSource;
  build: WorkloadBuild;
  container: ContainerSettings;
  health: HealthCheck | null;
  /** Where its image is pushed once it is built; left out: nowhere. */
  push?: ImagePush | null;
};

type Release = { deployment: string; number: number; noCache: boolean; settings: WorkloadSettings };

/** Everything a driver needs, frozen at this moment. Values of variables are not in it: they travel beside it, sealed. */
export function compileWorkload(rows: WorkloadRows, { settings, ...release }: Release): WorkloadSpec {
  const { resource } = rows;
  const { source, build, container, health, push = null } = settings;
  return {
    version: 1,
    team: resource.teamId,
    application: resource.id,
    deployment: release.deployment,
    number: release.number,
    name: resource.name,
    network: rows.network,
    source,
    build: withCacheRule(build, release.noCache),
    push: source.kind === "git" ? push : null,
    container,
    health,
    env: rows.variables.map((each) => bindingOf(each, build)),
    routes: servedRoutes(rows.domains),
    keepReleases: resource.keepReleases,
    procedure: procedureFor(rows.server.kind, container).procedure,
    outboundProxy: outboundProxyOf(rows.server),
  };
}

/** How its next deployment goes on a server of this kind. */
export const procedureFor = (
  kind: TargetKind,
  {
    hostPort,
    publishedPorts = [],
    mounts,
    hostMounts,
  }: Pick<ContainerSettings, "hostPort"> & Partial<Pick<ContainerSettings, "publishedPorts" | "mounts" | "hostMounts">>,
): ChosenProcedure =>
  // Settings that were kept before there was such a port, or a volume, have none.
  chooseProcedure(abilityOf(kind), {
    hostPort: hostPort?.port ?? publishedPorts[0]?.port ?? null,
    volume: mounts?.find(({ isReadOnly }) => !isReadOnly)?.path ?? null,
    hostFolder: hostMounts?.find(({ isReadOnly }) => !isReadOnly)?.source ?? null,
  });

export const bindingOf = (variable: WorkloadVariable, build: WorkloadBuild): EnvBinding => ({
  key: variable.key,
  scope: variable.scope,
  argument: argumentOf(variable, build),
});

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
    .map(({ host, path, scheme, redirectTo, port }) => ({ host, path, scheme, redirectTo, port }));

const withCacheRule = (build: WorkloadBuild, noCache: boolean): WorkloadBuild =>
  isGitBuild(build) ? { ...build, noCache: build.noCache || noCache } : build;

/** The way out of one server, for the builds there. */
export const outboundProxyOf = ({
  httpProxy,
  httpsProxy,
  noProxy,
}: Omit<WorkloadRows["server"], "kind">): WorkloadSpec["outboundProxy"] =>
  httpProxy === null && httpsProxy === null ? null : { http: httpProxy, https: httpsProxy, noProxy };
