import { schema } from "@fairlead/db";
import { newApiToken } from "../people/tokens/new-api-token.ts";
import { enqueueDeployment } from "../releases/deployments/enqueue-deployment.ts";
import type { Actor } from "../rules/permissions.ts";
import type { Role } from "../rules/rights.ts";
import { aRunner } from "./resources.ts";
import type { TestApp } from "./test-app.ts";
import { aMember, aTeam } from "./test-deps.ts";

const roles = ["owner", "admin", "member", "viewer"] as const satisfies readonly Role[];

/**
 * A team that has one of everything, made through the API. `ids`: the id behind `:id` by the first part of the path after /api/v1.
 * `secrets`: every text that must never be answered, by where it was put in.
 */
export type FullTeam = {
  teamId: string;
  tokens: Record<Role, string>;
  runnerCredential: string;
  webhookKey: string;
  ids: Record<string, string>;
  secrets: Record<string, string>;
};

async function tokenOf({ deps }: TestApp, actor: Actor): Promise<string> {
  const { teamId, userId } = actor;
  const made = await newApiToken(deps, { teamId, userId, name: "test", scope: "admin", expiresInDays: 1 });
  await made.statement;
  return made.token;
}

async function tokensOfAllRoles(world: TestApp, owner: Actor): Promise<Record<Role, string>> {
  const made: Record<Role, string> = { owner: await tokenOf(world, owner), admin: "", member: "", viewer: "" };
  for (const role of roles.slice(1)) made[role] = await tokenOf(world, await aMember(world.deps, owner.teamId, role));
  return made;
}

const text = (value: unknown) => String(value);

/** `mark` makes the names and secrets of one team unlike those of another. */
// allow sizes: one row of every kind, made in the order the kinds depend on each other, reads best as one list
export async function aFullTeam(world: TestApp, mark: string): Promise<FullTeam> {
  const { deps } = world;
  const actor = await aTeam(deps);
  const tokens = await tokensOfAllRoles(world, actor);
  const { id: runnerId, credential } = await aRunner(deps, actor);
  const post = async (path: string, json: object) => {
    const answer = await world.send(`/api/v1${path}`, { json, token: tokens.owner });
    if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  const first = async (path: string) => {
    const { body } = await world.send(`/api/v1${path}`, { token: tokens.owner });
    return text((body.items as { id: string }[])[0]?.id);
  };
  const secret = (name: string) => `${mark}-secret-of-${name}-5d41402abc4b`;
  const project = text((await post("/projects", { name: `${mark} project` })).id);
  const environment = await first(`/environments?projectId=${project}`);
  const server = text(
    (await post("/servers", { kind: "ssh", name: "web", host: "203.0.113.7", user: "root", runnerId })).id,
  );
  const destination = await first(`/destinations?serverId=${server}`);
  const source = await post("/sources", {
    name: "forge",
    forge: "github",
    auth: "token",
    token: secret("source-token"),
  });
  const placed = { environmentId: environment, destinationId: destination };
  const application = text(
    (
      await post("/applications", {
        ...placed,
        name: "shop",
        origin: { kind: "git", sourceId: source.id, repositoryUrl: `https://github.com/${mark}/shop.git` },
        build: { kind: "dockerfile" },
        container: { port: 8080 },
      })
    ).id,
  );
  await post("/applications", {
    ...placed,
    name: "cache",
    origin: { kind: "image", image: "redis:7" },
    build: { kind: "image" },
    container: { port: 6379 },
  });
  const variable = await post(`/applications/${application}/variables`, { key: "API_KEY", value: secret("variable") });
  const places = { servers: server, environments: environment, projects: project, teams: actor.teamId };
  for (const [kind, id] of Object.entries(places))
    await post(`/${kind}/${id}/variables`, { key: `OF_${kind.toUpperCase()}`, value: secret(`variable-of-${kind}`) });
  await post(`/applications/${application}/variables`, { key: "LOCKED", value: secret("locked"), isLocked: true });
  const whole = "pg://${{ shop.LOCKED }}";
  await post(`/applications/${application}/variables`, {
    key: "WHOLE",
    value: whole,
    kind: "reference",
    isSecret: false,
  });
  const domains = await post(`/applications/${application}/domains`, { host: `${mark}.example.com` });
  await world.send(`/api/v1/resources/${application}/tags`, {
    method: "PUT",
    json: { revision: 1, tags: [`${mark} nightly`, "nightly"] },
    token: tokens.owner,
  });
  const deployment = await enqueueDeployment(deps, {
    teamId: actor.teamId,
    resourceId: application,
    trigger: "manual",
    commit: null,
  });
  const bulk = await post("/bulk", { verb: "restart", tag: `${mark} nightly` });
  const registry = await post("/registries", {
    address: `${mark}.registry.example.com`,
    username: "robot",
    password: secret("team-registry"),
  });
  const volume = await post("/volumes", { name: `${mark}-data`, serverId: server });
  const file = await post(`/applications/${application}/files`, { text: secret("file-content") });
  const channel = await post("/channels", {
    name: "hook",
    settings: { kind: "webhook", url: `https://hooks.example.com/${secret("channel-url")}` },
    events: ["deployment.failed"],
  });
  const invitation = await post("/invitations", { email: `${mark}@guest.test`, role: "viewer" });
  const token = await post("/tokens", { name: "ci", scope: "read", expiresInDays: 1 });
  const delivery = deps.ids.next("delivery");
  await deps.db.insert(schema.delivery).values({
    id: delivery,
    teamId: actor.teamId,
    sourceId: text(source.id),
    deliveryKey: `${mark}-delivery`,
    event: "push",
    state: "ignored",
    body: "{}",
    decisions: [],
    createdAt: deps.clock.now(),
  });
  const members = await world.send("/api/v1/members", { token: tokens.owner });
  const viewer = (members.body.items as { id: string; role: Role }[]).find(({ role }) => role === "viewer");
  return {
    teamId: actor.teamId,
    tokens,
    runnerCredential: credential,
    webhookKey: text(source.webhookUrl).split("/").at(-1) ?? "",
    ids: {
      teams: actor.teamId,
      members: text(viewer?.id),
      invitations: text((invitation.invitation as { id: string }).id),
      tokens: text((token.apiToken as { id: string }).id),
      projects: project,
      environments: environment,
      servers: server,
      destinations: destination,
      runners: runnerId,
      sources: text(source.id),
      resources: application,
      applications: application,
      variables: text(variable.id),
      domains: idOfFirst(domains),
      deployments: deployment.id,
      bulk: text(bulk.id),
      deliveries: delivery,
      registries: text(registry.id),
      volumes: text(volume.id),
      file: text(file.id),
      channels: text(channel.id),
      // Sessions hang on the person; this one is nobody's.
      me: "session-of-nobody",
    },
    secrets: {
      sourceToken: secret("source-token"),
      teamRegistry: secret("team-registry"),
      variable: secret("variable"),
      ...Object.fromEntries(Object.keys(places).map((kind) => [kind, secret(`variable-of-${kind}`)])),
      lockedVariable: secret("locked"),
      channelUrl: secret("channel-url"),
      channelSecret: text(channel.signingSecret),
      webhookSecret: text(source.webhookSecret),
      invitationLink: text(invitation.link).split("#")[1] ?? "",
      apiToken: text(token.token),
      runnerCredential: credential,
      ...tokens,
    },
  };
}

/** A domain may bring its www twin along. */
const idOfFirst = (body: Record<string, unknown>) =>
  text(body.id ?? (body.items as { id: string }[] | undefined)?.[0]?.id);
