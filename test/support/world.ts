import { deliverPush, type ForgeKind } from "../lab/deliver-push.ts";
import type { Push, Repository } from "../lab/forge/push.ts";
import { caddyImages, usualCaddy } from "../lab/generation.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { ServerOptions } from "../lab/server.ts";
import { type Answer, ask } from "./ask.ts";
import { type ControlPlane, type NodeControlPlane, startNodeControlPlane } from "./control-plane.ts";
import { type ApplicationOrder, type DeploymentView, untilEnded } from "./deployments.ts";
import { readFixture } from "./fixtures.ts";
import { startRunner, type TestRunner } from "./runner.ts";
import { until } from "./until.ts";

export type WorldServer = { id: string; destinationId: string; ip: string };
export type WorldSource = { id: string; webhookUrl: string; secret: string; forge: ForgeKind };
export type WorldApplication = { id: string; host: string; ip: string; repository: Repository; source: WorldSource };

/** Everything a push needs, for real: lab servers, a control plane, a runner, trusted servers. */
export type World<Plane extends ControlPlane = ControlPlane> = {
  lab: Lab;
  controlPlane: Plane;
  runner: TestRunner;
  servers: WorldServer[];
  environmentId: string;
  aSource(forge: ForgeKind, repository: Repository): Promise<WorldSource>;
  anApplication(order: ApplicationOrder): Promise<WorldApplication>;
  /** Commits to the repository and calls the webhook as the forge would. */
  push(application: WorldApplication, files: Record<string, string>, message?: string): Promise<Push>;
  deploymentOf(application: WorldApplication, commit: string): Promise<DeploymentView>;
  ended(application: WorldApplication, commit: string): Promise<DeploymentView>;
  /** Asks the application through the proxy of its server. */
  ask(application: WorldApplication, path?: string): Promise<Answer>;
  stop(): Promise<void>;
};

export type WorldServers = { servers?: number | readonly ServerOptions[] };
export type WorldOptions<Plane extends ControlPlane> = WorldServers & {
  startControlPlane: (env: Record<string, string>) => Promise<Plane>;
  /** The bundle of another version than today's. */
  runnerProgram?: string;
};

type ServerView = {
  id: string;
  state: string;
  seenFingerprint: string | null;
  destinations: { id: string }[];
  checks: { name: string; status: string; sentence: string }[];
};

/** What both programs need to know of the lab: its certificate authority and that its forge is on a private address. */
export const labSettings = (lab: Lab): Record<string, string> => ({
  NODE_EXTRA_CA_CERTS: lab.forge.certificates.caFile,
  SSL_CERT_FILE: lab.forge.certificates.caFile,
  GIT_SSL_CAINFO: lab.forge.certificates.caFile,
  FAIRLEAD_ALLOW_PRIVATE_HOSTS: lab.address,
  FAIRLEAD_PROXY_IMAGE: caddyImages[usualCaddy],
});

/** Adds a lab server as a person would: paste the line, compare the fingerprint, confirm, wait for the check. */
async function trustServer(
  { controlPlane, runner, lab }: Pick<World, "controlPlane" | "runner" | "lab">,
  index: number,
): Promise<WorldServer> {
  const { api } = controlPlane;
  const machine = lab.server(index);
  await machine.authorize("root", runner.authorizedKeysLine);
  const { id } = await api.post<{ id: string }>("/servers", {
    kind: "ssh",
    name: machine.name,
    runnerId: runner.id,
    host: machine.host,
    user: "root",
    httpProxy: lab.outboundProxy,
    httpsProxy: lab.outboundProxy,
    noProxy: lab.address,
  });
  const view = () => api.get<ServerView>(`/servers/${id}`);
  const seen = await until(
    `${machine.name} to show its host key`,
    async () => (await view()).seenFingerprint ?? undefined,
  );
  if (seen !== machine.hostKeyFingerprint)
    throw new Error(`${machine.name} shows ${seen}, not ${machine.hostKeyFingerprint}`);
  await api.post(`/servers/${id}/host-key`, { fingerprint: seen });
  const isUsable = async () => {
    const server = await view();
    if (server.state === "ready" || server.state === "warning") return server;
    if (server.state === "failing")
      throw new Error(server.checks.map(({ name, status, sentence }) => `${name} ${status}: ${sentence}`).join("\n"));
    return undefined;
  };
  const server = await until(`${machine.name} to be ready`, isUsable, { withinMs: 90_000 });
  return { id, destinationId: server.destinations[0]?.id ?? "", ip: machine.host };
}

/** The embedded home with its runner. */
export const aWorld = ({ servers = 2 }: WorldServers = {}): Promise<World<NodeControlPlane>> =>
  aWorldOn({ servers, startControlPlane: startNodeControlPlane });

/** The same on whichever home is given. */
export async function aWorldOn<Plane extends ControlPlane>({
  servers = 2,
  startControlPlane,
  runnerProgram,
}: WorldOptions<Plane>): Promise<World<Plane>> {
  const lab = await startLab({ servers });
  const controlPlane = await startControlPlane(labSettings(lab));
  const runner = await startRunner(controlPlane, labSettings(lab), { bundle: runnerProgram });
  const base = { lab, controlPlane, runner };
  const trusted = await Promise.all(lab.servers.map((_, index) => trustServer(base, index)));
  const { api } = controlPlane;
  const project = await api.post<{ id: string }>("/projects", { name: "Harbour" });
  const environments = await api.get<{ items: { id: string }[] }>(`/environments?projectId=${project.id}`);
  const environmentId = environments.items[0]?.id ?? "";

  const aSource: World["aSource"] = async (forge, repository) => {
    const body = {
      name: `${forge} ${repository.fullName}`,
      forge: forge === "forgejo" ? "gitea" : forge,
      baseUrl: new URL(repository.httpsUrl).origin,
      auth: "token",
      token: repository.token,
    };
    const made = await api.post<{ id: string; webhookUrl: string; webhookSecret: string }>("/sources", body);
    return { id: made.id, webhookUrl: made.webhookUrl, secret: made.webhookSecret, forge };
  };
  const anApplication: World["anApplication"] = async ({ fixture, forge = "github", server = 0, ...rest }) => {
    const name = rest.name ?? fixture;
    const repository = await lab.forge.createRepository(`acme/${name}`);
    await lab.forge.commitAndPush(repository, { files: await readFixture(fixture), message: "Start" });
    const source = rest.source ?? (await aSource(forge, repository));
    const place = trusted[server];
    if (!place) throw new Error(`the world has no server ${server}`);
    const origin = { kind: "git", sourceId: source.id, repositoryUrl: repository.httpsUrl, branch: "main" };
    const body = { name, environmentId, destinationId: place.destinationId, origin, ...rest.settings };
    const { id } = await api.post<{ id: string }>("/applications", body);
    const host = lab.domain(server, name);
    await api.post(`/applications/${id}/domains`, { host, scheme: "http" });
    return { id, host, ip: place.ip, repository, source };
  };
  const deploymentOf: World["deploymentOf"] = (application, commit) =>
    until(`a deployment of ${commit.slice(0, 8)}`, async () => {
      const { items } = await api.get<{ items: DeploymentView[] }>(`/applications/${application.id}/deployments`);
      return items.find((each) => each.commit === commit);
    });
  return {
    ...base,
    servers: trusted,
    environmentId,
    aSource,
    anApplication,
    push: async ({ repository, source }, files, message = "Change it") => {
      const push = await lab.forge.commitAndPush(repository, { files, message });
      const answer = await deliverPush({ url: source.webhookUrl, forge: source.forge, secret: source.secret, push });
      if (answer.status !== 202) throw new Error(`the webhook was answered ${answer.status}: ${answer.body}`);
      return push;
    },
    deploymentOf,
    ended: async (application, commit) => untilEnded(api, (await deploymentOf(application, commit)).id),
    ask: ({ host, ip }, path = "/") => ask({ host, ip, path }),
    stop: async () => {
      await runner.stop();
      await controlPlane.stop();
      await lab.stop();
    },
  };
}
