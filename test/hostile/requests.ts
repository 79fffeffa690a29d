import { aPublicKey } from "../../api/src/testing/resources.ts";
import type { Seeds } from "./hostile-world.ts";

/** A valid call of a route that writes. `body` may be sent again and again: what must be unlike is made from `n`. */
export type Order = {
  route: string;
  by: "team" | "person" | "anyone" | "runner";
  body(seeds: Seeds, n: number): Record<string, unknown>;
  /** Where what was written is read again, from the seeds and the answer. Left out: nothing is kept that could be read. */
  see?(seeds: Seeds, answer: Record<string, unknown>): string;
  /** Fields that are compared with something stored and never kept: a wrong one is refused as wrong, not as malformed. */
  compared?: readonly string[];
  /** Made before: its id takes the place of the team's own row. */
  first?: Order;
  /** Its route hashes a password, which takes its time. */
  hashes?: true;
  /** Fields that are kept and never shown again. */
  sealed?: readonly string[];
  /** Fields that are shown elsewhere, by where that is in the answer. */
  shown?: Record<string, string>;
};

const v1 = (path: string) => `/api/v1${path}`;
const own = (kind: string) => (seeds: Seeds) => v1(`/${kind}/${seeds.ids[kind]}`);
const made =
  (kind: string, idOf = (answer: Record<string, unknown>) => answer.id) =>
  (_seeds: Seeds, answer: Record<string, unknown>) =>
    v1(`/${kind}/${String(idOf(answer))}`);

const password = "correct horse battery";
const email = (n: number) => `guest-${n}@fairlead.test`;
const aCertificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const serverSettings = {
  proxy: "caddy",
  acmeEmail: "ops@fairlead.test",
  acmeDirectory: "https://acme.example.com/directory",
  acmeTrustedRoots: aCertificate,
  httpProxy: "http://proxy.example.com:3128",
  httpsProxy: "http://proxy.example.com:3128",
  noProxy: "localhost,10.0.0.0/8",
};
const gitOrigin = ({ ids }: Seeds) => ({
  kind: "git",
  sourceId: ids.sources,
  repositoryUrl: "https://github.com/mine/shop.git",
  branch: "release/1.x",
  watchPaths: ["src/**"],
});
const imageOrigin = { kind: "image", image: "redis:7", registryUser: "robot", registryPassword: "swordfish" };
const dockerfile = { kind: "dockerfile", context: "apps/shop", dockerfile: "docker/Dockerfile", target: "runtime" };
const staticSite = {
  kind: "static",
  context: "apps/site",
  directory: "dist",
  command: "npm run build",
  builderImage: "node:24",
};
const container = { port: 8080, command: "node server.mjs" };
const health = { path: "/healthz" };
const place = ({ ids }: Seeds) => ({ environmentId: ids.environments, destinationId: ids.destinations });

const identity: Order[] = [
  {
    route: "POST /api/auth/sign-up/email",
    hashes: true,
    by: "anyone",
    body: (_, n) => ({ name: "Guest", email: email(n), password }),
    sealed: ["password"],
    shown: { name: "user.name", email: "user.email" },
  },
  {
    route: "POST /api/auth/sign-up/email",
    hashes: true,
    by: "anyone",
    body: (_, n) => ({ name: "Guest", email: email(n), password, invitation: "none" }),
    compared: ["invitation", "name", "email", "password"],
  },
  {
    route: "POST /api/auth/sign-in/email",
    hashes: true,
    by: "anyone",
    body: ({ owner }) => ({ email: owner.email, password: owner.password }),
    compared: ["password"],
  },
  {
    route: "POST /api/auth/request-password-reset",
    by: "anyone",
    body: (_, n) => ({ email: email(n) }),
  },
  {
    route: "POST /api/auth/reset-password",
    hashes: true,
    by: "anyone",
    body: () => ({ token: "none", password }),
    compared: ["token", "password"],
  },
  {
    route: "POST /api/v1/setup",
    by: "anyone",
    body: (_, n) => ({ code: "none", email: email(n), password, name: "Ada", team: "Harbour" }),
    compared: ["code", "email", "password", "name", "team"],
  },
  { route: "PATCH /api/v1/me", by: "person", body: () => ({ name: "Ada" }), shown: { name: "user.name" } },
  {
    route: "POST /api/v1/me/password",
    hashes: true,
    by: "person",
    body: ({ owner }) => ({ current: owner.password, password: owner.password }),
    compared: ["current", "password"],
  },
  { route: "PATCH /api/v1/instance", by: "person", body: () => ({ signUps: "open" }) },
  {
    route: "POST /api/v1/teams",
    by: "person",
    body: () => ({ name: "Harbour" }),
  },
  { route: "PATCH /api/v1/teams/{id}", by: "team", body: () => ({ name: "Harbour" }), see: own("teams") },
  { route: "PATCH /api/v1/members/{id}", by: "team", body: () => ({ role: "viewer" }) },
  {
    route: "POST /api/v1/invitations",
    by: "team",
    body: (_, n) => ({ email: email(n), role: "viewer" }),
    shown: { email: "invitation.email" },
  },
  { route: "POST /api/v1/invitations/show", by: "anyone", body: () => ({ token: "none" }), compared: ["token"] },
  { route: "POST /api/v1/invitations/accept", by: "person", body: () => ({ token: "none" }), compared: ["token"] },
  {
    route: "POST /api/v1/tokens",
    by: "team",
    body: () => ({ name: "ci", scope: "read" }),
    shown: { name: "apiToken.name" },
  },
];

const places: Order[] = [
  {
    route: "POST /api/v1/projects",
    by: "team",
    body: (_, n) => ({ name: `Shop ${n}`, description: "Sells" }),
    see: made("projects"),
  },
  {
    route: "PATCH /api/v1/projects/{id}",
    by: "team",
    body: () => ({ name: "Shop", description: "Sells" }),
    see: own("projects"),
  },
  {
    route: "POST /api/v1/environments",
    by: "team",
    body: ({ ids }, n) => ({ projectId: ids.projects, name: `staging ${n}` }),
    see: made("environments"),
  },
  {
    route: "PATCH /api/v1/environments/{id}",
    by: "team",
    body: () => ({ name: "live" }),
    see: own("environments"),
  },
  {
    route: "POST /api/v1/servers",
    by: "team",
    body: ({ ids }, n) => ({
      kind: "ssh",
      name: `web ${n}`,
      runnerId: ids.runners,
      host: `web-${n}.example.com`,
      user: "deploy",
      ...serverSettings,
    }),
    see: made("servers"),
    shown: { runnerId: "runner.id" },
  },
  {
    route: "PATCH /api/v1/servers/{id}",
    by: "team",
    body: ({ ids }) => ({
      name: "web",
      runnerId: ids.runners,
      host: "web.example.com",
      user: "deploy",
      ...serverSettings,
    }),
    see: own("servers"),
    shown: { runnerId: "runner.id" },
  },
  {
    route: "POST /api/v1/servers/{id}/host-key",
    by: "team",
    body: () => ({ fingerprint: `SHA256:${"a".repeat(43)}` }),
    compared: ["fingerprint"],
  },
  {
    route: "POST /api/v1/destinations",
    by: "team",
    body: ({ ids }, n) => ({ serverId: ids.servers, name: `blue ${n}` }),
    see: made("destinations"),
  },
  { route: "PATCH /api/v1/destinations/{id}", by: "team", body: () => ({ name: "blue" }), see: own("destinations") },
  { route: "PATCH /api/v1/runners/{id}", by: "team", body: () => ({ name: "harbour-1" }), see: own("runners") },
];

const work: Order[] = [
  {
    route: "POST /api/v1/sources",
    by: "team",
    body: (_, n) => ({
      name: `forge ${n}`,
      forge: "gitea",
      baseUrl: "https://git.example.com",
      auth: "token",
      tokenUser: "robot",
      token: "swordfish",
      knownHost: "git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
    }),
    see: made("sources"),
    sealed: ["token"],
  },
  {
    route: "POST /api/v1/sources",
    by: "team",
    body: ({ ids }, n) => ({
      name: `keys ${n}`,
      forge: "gitea",
      auth: "deploy-key",
      deployKeyRunnerId: ids.runners,
    }),
    see: made("sources"),
  },
  {
    route: "PATCH /api/v1/sources/{id}",
    by: "team",
    body: ({ ids }) => ({
      name: "forge",
      baseUrl: "https://github.com",
      auth: "token",
      tokenUser: "robot",
      token: "swordfish",
      deployKeyRunnerId: ids.runners,
      knownHost: "git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
    }),
    see: own("sources"),
    sealed: ["token"],
  },
  {
    route: "POST /api/v1/sources/{id}/deploy-key",
    by: "team",
    body: ({ ids }) => ({ runnerId: ids.runners }),
    compared: ["runnerId"],
  },
  {
    route: "POST /api/v1/applications",
    by: "team",
    body: (seeds, n) => ({
      name: `git ${n}`,
      ...place(seeds),
      origin: gitOrigin(seeds),
      build: dockerfile,
      container,
      health,
    }),
    see: made("applications"),
    shown: { environmentId: "environment.id" },
  },
  {
    route: "POST /api/v1/applications",
    by: "team",
    body: (seeds, n) => ({ name: `image ${n}`, ...place(seeds), origin: imageOrigin, build: { kind: "image" } }),
    see: made("applications"),
    sealed: ["origin.registryPassword"],
    shown: { environmentId: "environment.id" },
  },
  {
    route: "POST /api/v1/applications",
    by: "team",
    body: (seeds, n) => ({ name: `static ${n}`, ...place(seeds), origin: gitOrigin(seeds), build: staticSite }),
    see: made("applications"),
    shown: { environmentId: "environment.id" },
  },
  {
    route: "PATCH /api/v1/applications/{id}",
    by: "team",
    body: (seeds) => ({
      name: "shop",
      ...place(seeds),
      origin: gitOrigin(seeds),
      build: dockerfile,
      container,
      health,
    }),
    see: own("applications"),
    shown: { environmentId: "environment.id" },
  },
  {
    route: "PATCH /api/v1/applications/{id}",
    by: "team",
    body: () => ({ origin: imageOrigin, build: { kind: "image" } }),
    see: own("applications"),
    sealed: ["origin.registryPassword"],
  },
  {
    route: "PATCH /api/v1/applications/{id}",
    by: "team",
    body: (seeds) => ({ origin: gitOrigin(seeds), build: staticSite }),
    see: own("applications"),
  },
  {
    route: "POST /api/v1/applications/{id}/domains",
    by: "team",
    body: (_, n) => ({ host: `shop-${n}.example.com`, path: "/shop", scheme: "https" }),
    shown: { host: "items.0.host", path: "items.0.path", scheme: "items.0.scheme" },
  },
  {
    route: "POST /api/v1/applications/{id}/domains",
    by: "team",
    body: ({ domain }, n) => ({ host: `old-${n}.example.com`, redirectTo: domain }),
    shown: { host: "items.0.host", redirectTo: "items.0.redirectTo" },
  },
  {
    route: "PATCH /api/v1/domains/{id}",
    by: "team",
    body: () => ({ path: "/shop", scheme: "https" }),
    see: own("domains"),
  },
  {
    route: "PATCH /api/v1/domains/{id}",
    by: "team",
    body: ({ otherDomain }) => ({ redirectTo: otherDomain }),
    see: own("domains"),
  },
  {
    route: "POST /api/v1/applications/{id}/variables",
    by: "team",
    body: (_, n) => ({ key: `KEY_${n}`, value: "x", scope: "runtime", isSecret: false }),
    see: (_, answer) => v1(`/variables/${String(answer.id)}/value`),
  },
  {
    route: "PUT /api/v1/applications/{id}/variables",
    by: "team",
    body: () => ({ variables: [{ key: "KEY", value: "x", scope: "runtime", isSecret: false }] }),
    see: ({ ids }) => v1(`/applications/${ids.applications}/variables`),
    shown: {
      "variables.0.key": "items.0.key",
      "variables.0.value": "items.0.value",
      "variables.0.scope": "items.0.scope",
    },
  },
  {
    route: "PATCH /api/v1/variables/{id}",
    by: "team",
    body: () => ({ value: "x", scope: "runtime" }),
    see: ({ ids }) => v1(`/variables/${ids.variables}/value`),
  },
  {
    route: "POST /api/v1/applications/{id}/deployments",
    by: "team",
    body: () => ({ commit: "a".repeat(40) }),
  },
];

const channel = (settings: object) => ({ name: "hook", settings, events: ["deployment.failed"] });
const discord = { kind: "discord", url: "https://discord.com/api/webhooks/1/abc" };
const mailbox = { kind: "email", addresses: ["ops@fairlead.test"] };
const telegram = { kind: "telegram", botToken: `12345:${"a".repeat(35)}`, chatId: "-100200300" };
const slack = { kind: "slack", url: "https://hooks.slack.com/services/T/B/x" };
const webhook = { kind: "webhook", url: "https://hooks.example.com/x" };
const settingsFields = ["settings.url", "settings.addresses.0", "settings.botToken", "settings.chatId"];

const newChannels = [discord, mailbox, telegram, slack, webhook].map(
  (settings): Order => ({
    route: "POST /api/v1/channels",
    by: "team",
    body: () => channel(settings),
    see: made("channels"),
    sealed: settingsFields,
  }),
);
const changedChannels = newChannels.map(
  (first): Order => ({ ...first, route: "PATCH /api/v1/channels/{id}", see: own("channels"), first }),
);
const channels: Order[] = [...newChannels, ...changedChannels];

const runners: Order[] = [
  {
    route: "POST /api/v1/runner/enrol",
    by: "anyone",
    body: () => ({ token: "none", name: "harbour-2", sshPublicKey: aPublicKey, version: "1", platform: "linux" }),
    compared: ["token", "name", "sshPublicKey", "version", "platform"],
  },
  {
    route: "POST /api/v1/runner/claim",
    by: "runner",
    body: (_, n) => ({ key: `${"k".repeat(16)}${n}`, waitMs: 0, version: "1", holding: [`job_${"0".repeat(26)}`] }),
    compared: ["holding.0", "key", "version"],
  },
];

/** Every route that takes a text in its body, at least once; those with choices in them once for each. */
export const orders: readonly Order[] = [...identity, ...places, ...work, ...channels, ...runners];
