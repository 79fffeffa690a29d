import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import type { Deps } from "../kit/deps.ts";
import { createProject } from "../places/projects/create-project.ts";
import { listEnvironmentRows } from "../places/projects/environments.store.ts";
import { createEnrolment } from "../places/runners/create-enrolment.ts";
import { enrolRunner } from "../places/runners/enrol-runner.ts";
import { createServer } from "../places/servers/create-server.ts";
import { listDestinations } from "../places/servers/list-destinations.ts";
import { getServerRow } from "../places/servers/servers.store.ts";
import { readSettings } from "../resources/applications/application-settings.ts";
import type { ContainerInput, Origin } from "../resources/applications/applications.schemas.ts";
import { type ApplicationRow, getApplicationRow } from "../resources/applications/applications.store.ts";
import type { BuildInput } from "../resources/applications/builds/index.ts";
import { createApplication } from "../resources/applications/create-application.ts";
import type { Actor } from "../rules/permissions.ts";

export const aPublicKey = `ssh-ed25519 ${"A".repeat(68)} fairlead-runner`;

/** An enrolled runner of the actor's team. */
export async function aRunner(deps: Deps, actor: Actor, { name = "harbour-1" } = {}) {
  const { token } = await createEnrolment(deps, actor);
  const { runner, credential } = await enrolRunner(deps, {
    token,
    name,
    sshPublicKey: aPublicKey,
    version: "0.1.0",
    platform: "linux-x64",
  });
  return { id: runner, credential };
}

const serverDefaults = {
  proxy: "caddy",
  acmeEmail: null,
  acmeDirectory: null,
  acmeTrustedRoots: null,
  httpProxy: null,
  httpsProxy: null,
  noProxy: "",
  trustedProxies: "",
  dockerSocket: null,
  buildConcurrency: 1,
} as const;

/** A server over SSH with a runner of its own unless one is given; its first check is queued. */
export async function aServer(
  deps: Deps,
  actor: Actor,
  given: { runnerId?: string; host?: string; proxy?: "caddy" | "none" } = {},
) {
  const runnerId = given.runnerId ?? (await aRunner(deps, actor)).id;
  const { id } = await createServer(deps, actor, {
    kind: "ssh",
    name: "web-1",
    host: given.host ?? "203.0.113.7",
    port: 22,
    user: "root",
    runnerId,
    ...serverDefaults,
    ...(given.proxy ? { proxy: given.proxy } : {}),
  });
  return getServerRow(deps.db, actor.teamId, id);
}

type Placed = { environmentId: string; destinationId: string };

/** Where an application may live: a project's first environment and a server's first destination. */
export async function aPlace(
  deps: Deps,
  actor: Actor,
  { runnerId }: { runnerId?: string } = {},
): Promise<Placed & { serverId: string }> {
  const project = await createProject(deps, actor, { name: "Shop", description: "" });
  const [environment] = await listEnvironmentRows(deps.db, actor.teamId, { projectId: project.id });
  const host = `${deps.ids.secret(8).toLowerCase()}.example.com`;
  const server = await aServer(deps, actor, { host, ...(runnerId ? { runnerId } : {}) });
  const destinations = await listDestinations(deps, actor, { serverId: server.id, limit: 1 });
  const destinationId = destinations[0]?.id;
  if (!environment || !destinationId) throw new Error("A project has an environment and a server a destination.");
  return { environmentId: environment.id, destinationId, serverId: server.id };
}

/** An application from a public repository, in a place of its own unless one is given. */
export async function anApplication(
  deps: Deps,
  actor: Actor,
  {
    place,
    ...given
  }: { place?: Placed; name?: string; origin?: Origin; build?: BuildInput; container?: ContainerInput } = {},
) {
  const { environmentId, destinationId } = place ?? (await aPlace(deps, actor));
  const { id } = await createApplication(deps, actor, {
    name: "shop",
    origin: {
      kind: "git",
      sourceId: null,
      repositoryUrl: "https://git.example.com/harbour/shop.git",
      branch: "main",
      autoDeploy: true,
      watchPaths: [],
      submodules: false,
      lfs: false,
    },
    push: null,
    container: {},
    health: {},
    keepReleases: 3,
    ...given,
    environmentId,
    destinationId,
  });
  return getApplicationRow(deps.db, actor.teamId, id);
}

/** A deployment as the runner's result would leave it: by default the release that serves. */
export async function aRelease(
  deps: Deps,
  application: ApplicationRow,
  given: {
    port: number;
    configVersion?: number;
    number?: number;
    status?: "live" | "failed" | "succeeded";
    isActive?: boolean;
  },
): Promise<string> {
  const { id: resourceId, teamId } = application;
  const { build, container, health } = readSettings(application);
  const { number = 1, status = "succeeded", port } = given;
  const id = deps.ids.next("deployment");
  const now = deps.clock.now();
  await deps.db.insert(schema.deployment).values({
    id,
    teamId,
    resourceId,
    number,
    trigger: "manual",
    status,
    spec: {
      version: 1,
      team: teamId,
      application: resourceId,
      deployment: id,
      number,
      name: application.name,
      network: "fairlead-test",
      source: { kind: "image", image: "nginx", auth: "none" },
      build,
      container: { ...container, port },
      health,
      env: [],
      routes: [],
      push: null,
      keepReleases: 3,
      procedure: "overlap",
      outboundProxy: null,
    },
    variables: "",
    configVersion: given.configVersion ?? application.configVersion,
    commit: "a".repeat(40),
    isActive: given.isActive ?? status === "succeeded",
    createdAt: now,
    liveAt: now,
  });
  const [target] = await deps.db
    .select()
    .from(schema.resourceTarget)
    .where(eq(schema.resourceTarget.resourceId, resourceId));
  await deps.db.insert(schema.deploymentTarget).values({
    deploymentId: id,
    destinationId: target?.destinationId ?? application.destinationId,
    teamId,
    position: 0,
    status,
    liveAt: now,
  });
  if (given.isActive ?? status === "succeeded")
    await deps.db
      .update(schema.resourceTarget)
      .set({ deploymentId: id })
      .where(eq(schema.resourceTarget.resourceId, resourceId));
  await deps.db.update(schema.resource).set({ deploymentCount: number }).where(eq(schema.resource.id, resourceId));
  return id;
}
