import { schema } from "@fairlead/db";
import { usualContainer, usualHealth } from "@fairlead/runner/contract";
import { enqueueDeployment } from "../../../api/src/releases/deployments/enqueue-deployment.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../../../api/src/testing/flow.ts";
import type { TestApp } from "../../../api/src/testing/test-app.ts";

type Deps = TestApp["deps"];

const git = { repositoryUrl: "https://forge.test/ada/shop.git", repository: "ada/shop", branch: "main" };
const image = { repositoryUrl: null, repository: null, branch: null, build: { kind: "image" } } as const;
const dockerfile = { kind: "dockerfile", context: "web", dockerfile: "docker/Dockerfile", target: "run" } as const;
const site = { kind: "static", context: ".", directory: "dist", spaFallback: true, noCache: true } as const;
const health = {
  ...usualHealth,
  path: "/healthz?deep=1",
  intervalMs: 500,
  timeoutMs: 5_000,
  successes: 2,
  deadlineMs: 60_000,
  acceptFrom: 200,
  acceptTo: 399,
};
const limits = {
  ...usualContainer,
  port: 3000,
  command: "node server.js",
  capabilities: ["NET_RAW" as const],
  stopGraceSeconds: 30,
  memoryBytes: 536_870_912,
  cpus: 1.5,
  pidsLimit: 256,
};

/** One application of every kind of source and build, each with a queued deployment, on servers of both kinds. */
export async function furnish(deps: Deps, runnerId: string) {
  const world = await aFlowWorld(deps, { buildConcurrency: 4 });
  await deps.db.update(schema.server).set({ runnerId, ...proxied });
  await deps.db.update(schema.runner).set({ teamId: world.teamId });
  const withToken = await aSource(deps, world, { plainToken: "a token of the forge" });
  const withKey = await aSource(deps, world, {
    auth: "deploy-key",
    knownHost,
    deployKeyPublic: "ssh-ed25519 AAAA",
    deployKeyRunnerId: runnerId,
  });
  const plain = await anApplication(deps, world, { ...git, health });
  const registryId = await aRegistry(deps, world.teamId, { address: "registry.test", wrappedKey: world.wrappedKey });
  const withRegistry = await anApplication(deps, world, { ...image, image: "registry.test/ada/shop:1", registryId });
  const applications = [
    plain,
    await anApplication(deps, world, {
      ...git,
      sourceId: withToken.id,
      build: { ...dockerfile, noCache: true },
      container: limits,
      submodules: true,
      lfs: true,
    }),
    await anApplication(deps, world, {
      sourceId: withKey.id,
      repositoryUrl: "git@forge.test:ada/site.git",
      branch: "release/1.x",
      build: { ...site, command: "npm run build", builderImage: "node:24" },
    }),
    await anApplication(deps, world, { ...git, build: { ...site, command: null, builderImage: null } }),
    await anApplication(deps, world, { ...image, image: "redis:7" }),
    withRegistry,
  ];
  await addVariables(deps, { world, applicationId: plain });
  await addDomains(deps, { world, applicationId: plain });
  for (const applicationId of applications) await deploy(deps, { world, applicationId });
  return { world, applications, sourceId: withKey.id, remote: await aRemoteServer(deps, runnerId) };
}

export const deploy = (deps: Deps, { world, applicationId }: { world: FlowWorld; applicationId: string }) =>
  enqueueDeployment(deps, { teamId: world.teamId, resourceId: applicationId, trigger: "manual", commit: null });

const knownHost = `forge.test ssh-ed25519 ${"A".repeat(68)}`;
const proxied = {
  httpProxy: "http://proxy.test:3128",
  httpsProxy: "http://proxy.test:3128",
  noProxy: "localhost,10.0.0.0/8",
  trustedProxies: "10.0.0.0/8",
  dockerSocket: "/run/user/1500/docker.sock",
  acmeEmail: "ops@fairlead.test",
  acmeDirectory: "https://ca.test/directory",
  acmeTrustedRoots: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
};

type Of = { world: FlowWorld; applicationId: string };

async function addVariables(deps: Deps, { world, applicationId }: Of) {
  for (const scope of ["runtime", "build", "both"] as const) {
    const id = deps.ids.next("variable");
    const place = { table: "variable", column: "value", row: id, team: world.teamId };
    await deps.db.insert(schema.variable).values({
      id,
      teamId: world.teamId,
      resourceId: applicationId,
      key: `FOR_${scope.toUpperCase()}`,
      value: await deps.secrets.seal(world.wrappedKey, place, `a value for ${scope}`),
      scope,
      isSecret: scope === "both",
      createdAt: 1,
      updatedAt: 1,
    });
  }
}

async function addDomains(deps: Deps, { world, applicationId }: Of) {
  const domains = [
    { host: "shop.fairlead.test", path: "/", scheme: "https", redirectTo: null },
    { host: "shop.fairlead.test", path: "/api/v1", scheme: "http", redirectTo: null },
    { host: "www.fairlead.test", path: "/", scheme: "https", redirectTo: "shop.fairlead.test" },
    { host: "*.shops.fairlead.test", path: "/", scheme: "https", redirectTo: null },
  ] as const;
  for (const domain of domains)
    await deps.db.insert(schema.domain).values({
      id: deps.ids.next("domain"),
      teamId: world.teamId,
      resourceId: applicationId,
      ...domain,
      createdAt: 1,
    });
}

/** A server over SSH that nobody has reached, without a proxy. */
async function aRemoteServer(deps: Deps, runnerId: string) {
  const [local] = await deps.db.select().from(schema.server);
  if (!local) throw new Error("The world has a server.");
  const remote = { kind: "ssh", host: "203.0.113.7", port: 2222, user: "deploy", state: "pending" } as const;
  const id = deps.ids.next("server");
  await deps.db.insert(schema.server).values({ ...local, ...remote, id, runnerId, name: "web-2", proxy: "none" });
  return id;
}

/** Rows that hold JSON and that no runner has to do with. */
export async function addOtherRows(deps: Deps, { teamId, wrappedKey }: FlowWorld) {
  const [source] = await deps.db.select().from(schema.source);
  const stamps = { createdAt: 1, updatedAt: 1 };
  const id = deps.ids.next("channel");
  const place = { table: "channel", column: "settings", row: id, team: teamId };
  await deps.db.insert(schema.channel).values({
    id,
    teamId,
    name: "mail",
    kind: "email",
    settings: await deps.secrets.seal(wrappedKey, place, JSON.stringify({ kind: "email", addresses: ["a@b.test"] })),
    events: ["deployment.failed", "deployment.succeeded"],
    isEnabled: false,
    ...stamps,
  });
  const decision = {
    application: deps.ids.next("application"),
    deployment: null,
    reason: "Nothing it watches changed.",
  };
  await deps.db.insert(schema.delivery).values({
    id: deps.ids.next("delivery"),
    teamId,
    sourceId: source?.id ?? "",
    deliveryKey: "one",
    event: "push",
    state: "ignored",
    body: "{}",
    decisions: [decision],
    createdAt: 1,
  });
}

async function aRegistry(deps: Deps, teamId: string, { address, wrappedKey }: { address: string; wrappedKey: string }) {
  const id = deps.ids.next("registry");
  const place = { table: "registry", column: "password", row: `${id} ${address}`, team: teamId };
  const password = await deps.secrets.seal(wrappedKey, place, "a password");
  const at = { createdAt: deps.clock.now(), updatedAt: deps.clock.now() };
  await deps.db
    .insert(schema.registry)
    .values({ id, teamId, name: address, address, username: "ada", password, ...at });
  return id;
}
