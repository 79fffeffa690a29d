import { schema } from "@fairlead/db";
import { usualContainer } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import type { Deps } from "../kit/deps.ts";
import { probeSecretPlace, sourceTokenPlace, webhookSecretPlace } from "../kit/secrets/secret-places.ts";
import { teamSecrets } from "../kit/secrets/team-secrets.ts";
import type { Actor } from "../rules/permissions.ts";
import { aTeam } from "./test-deps.ts";

/** What a push needs to get anywhere: a team with an online runner, a ready server and somewhere to put applications. */
export type FlowWorld = {
  actor: Actor;
  teamId: string;
  wrappedKey: string;
  runnerId: string;
  serverId: string;
  destinationId: string;
  environmentId: string;
};

const stamps = (deps: Deps) => ({ createdAt: deps.clock.now(), updatedAt: deps.clock.now() });

export async function aFlowWorld(deps: Deps, given: { buildConcurrency?: number } = {}): Promise<FlowWorld> {
  const actor = await aTeam(deps);
  const { teamId } = actor;
  const [team] = await deps.db.select().from(schema.team).where(eq(schema.team.id, teamId));
  const runnerId = await aRunnerRow(deps, teamId);
  const world = { actor, teamId, wrappedKey: team?.wrappedKey ?? "", runnerId };
  const serverId = await aServerRow(deps, { ...world, ...given });
  const ids = {
    destinationId: deps.ids.next("destination"),
    projectId: deps.ids.next("project"),
    environmentId: deps.ids.next("environment"),
  };
  const common = { teamId, name: "main", ...stamps(deps) };
  await deps.db.batch([
    deps.db.insert(schema.destination).values({ id: ids.destinationId, serverId, network: "fairlead-main", ...common }),
    deps.db.insert(schema.project).values({ id: ids.projectId, ...common }),
    deps.db
      .insert(schema.environment)
      .values({ id: ids.environmentId, projectId: ids.projectId, isDefault: true, ...common }),
  ]);
  return { ...world, serverId, destinationId: ids.destinationId, environmentId: ids.environmentId };
}

async function aRunnerRow(deps: Deps, teamId: string): Promise<string> {
  const id = deps.ids.next("runner");
  const now = deps.clock.now();
  await deps.db.insert(schema.runner).values({
    id,
    teamId,
    name: "harbour-1",
    credentialHash: deps.ids.secret(20),
    sshPublicKey: "ssh-ed25519 AAAA",
    version: "0.1.0",
    platform: "linux-x64",
    lastSeenAt: now,
    createdAt: now,
  });
  return id;
}

/** One more server of the team with a runner of its own, so that it can be told who asks for work. */
export async function anotherServer(deps: Deps, world: FlowWorld, { name }: { name: string }) {
  const runnerId = await aRunnerRow(deps, world.teamId);
  const serverId = await aServerRow(deps, { ...world, runnerId, name });
  const destinationId = deps.ids.next("destination");
  const row = { id: destinationId, teamId: world.teamId, serverId, name: "main", network: `fairlead-${name}` };
  await deps.db.insert(schema.destination).values({ ...row, ...stamps(deps) });
  return { serverId, destinationId, runnerId, teamId: world.teamId };
}

/** Makes an application run there as well. */
export const runsAlsoOn = (
  deps: Deps,
  world: FlowWorld,
  of: { resourceId: string; destinationId: string; position: number },
) =>
  deps.db.insert(schema.resourceTarget).values({
    resourceId: of.resourceId,
    destinationId: of.destinationId,
    teamId: world.teamId,
    position: of.position,
    state: "new",
    createdAt: deps.clock.now(),
  });

type ServerGiven = { teamId: string; wrappedKey: string; runnerId: string; buildConcurrency?: number; name?: string };

async function aServerRow(deps: Deps, given: ServerGiven): Promise<string> {
  const { teamId, wrappedKey, runnerId } = given;
  const id = deps.ids.next("server");
  const probe = await deps.secrets.seal(wrappedKey, { ...probeSecretPlace(id), team: teamId }, "p".repeat(32));
  await deps.db.insert(schema.server).values({
    id,
    teamId,
    runnerId,
    name: given.name ?? "web-1",
    kind: "local",
    state: "ready",
    proxy: "caddy",
    buildConcurrency: given.buildConcurrency ?? 1,
    checks: [],
    facts: null,
    checkCause: null,
    nextCheckAt: deps.clock.now(),
    probeSecret: probe,
    ...stamps(deps),
  });
  return id;
}

export async function aSource(
  deps: Deps,
  world: FlowWorld,
  given: Partial<typeof schema.source.$inferInsert> & { secret?: string; plainToken?: string } = {},
) {
  const { secret = "the secret of the webhook", plainToken, ...columns } = given;
  const id = deps.ids.next("source");
  const { teamId } = world;
  const box = await teamSecrets(deps, teamId);
  const webhookKey = deps.ids.secret(24);
  await deps.db.insert(schema.source).values({
    id,
    teamId,
    name: "forge",
    forge: "github",
    baseUrl: plainToken ? "https://forge.test" : null,
    auth: plainToken ? "token" : "none",
    token: plainToken ? await box.seal(sourceTokenPlace(id), plainToken) : null,
    webhookKey,
    webhookSecret: await box.seal(webhookSecretPlace(id), secret),
    ...stamps(deps),
    ...columns,
  });
  return { id, webhookKey, secret };
}

export async function anApplication(
  deps: Deps,
  world: FlowWorld,
  given: Partial<typeof schema.resource.$inferInsert & typeof schema.application.$inferInsert> = {},
): Promise<string> {
  const id = deps.ids.next("application");
  // Of each the two tables take their own columns.
  const row = {
    id,
    teamId: world.teamId,
    kind: "application" as const,
    port: 8080,
    environmentId: world.environmentId,
    destinationId: world.destinationId,
    name: `shop-${id.slice(-8)}`,
    repositoryUrl: "https://forge.test/ada/shop.git",
    repository: "ada/shop",
    branch: "main",
    autoDeploy: true,
    watchPaths: [],
    submodules: false,
    lfs: false,
    build: { kind: "dockerfile" as const, context: ".", dockerfile: "Dockerfile", target: null, noCache: false },
    container: {
      ...usualContainer,
      port: 8080,
    },
    health: null,
    state: "new" as const,
    ...stamps(deps),
    ...given,
  };
  const { destinationId, teamId, state, createdAt } = row;
  await deps.db.batch([
    deps.db.insert(schema.resource).values(row),
    deps.db.insert(schema.application).values(row),
    deps.db
      .insert(schema.resourceTarget)
      .values({ resourceId: row.id, destinationId, teamId, position: 0, state, createdAt }),
  ]);
  return row.id;
}
