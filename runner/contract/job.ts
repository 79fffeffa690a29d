import * as v from "valibot";
import { added } from "./ageing/index.ts";
import { Cause } from "./cause.ts";
import { mostCertificates, SeenCertificate } from "./certificate.ts";
import {
  AddressRange,
  CommitSha,
  EmailAddress,
  Endpoint,
  EnvKey,
  GitRef,
  HostName,
  HttpUrl,
  PemCertificates,
  Port,
  ServerHost,
  SocketPath,
  UserName,
} from "./grammar.ts";
import { idOf } from "./ids.ts";
import { RegistryAddress } from "./registry.ts";
import { CheckLine, SeenHostKey, ServerFacts } from "./server-check.ts";
import { Commit } from "./step.ts";
import { GitSource, Route, WorkloadSpec } from "./workload.ts";

/** null: in the usual place. An older runner would ask another Docker, so what names a socket waits for a newer one. */
const DockerSocket = added(2, { as: v.nullable(SocketPath), absent: null });

/** How the runner reaches a server. `hostKey` null means first contact: only the key is read, nothing is authenticated. */
export const ServerTarget = v.variant("kind", [
  v.strictObject({ kind: v.literal("local"), server: idOf("server"), dockerSocket: DockerSocket }),
  v.strictObject({
    kind: v.literal("ssh"),
    server: idOf("server"),
    host: ServerHost,
    port: Port,
    user: UserName,
    hostKey: v.nullable(v.pipe(v.string(), v.maxLength(2_000))),
    dockerSocket: DockerSocket,
  }),
]);
export type ServerTarget = v.InferOutput<typeof ServerTarget>;

/** Every route of one server. Higher `revision` wins: an older document never replaces a newer one at the proxy. */
export const ServerRoutes = v.strictObject({
  revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
  networks: v.array(v.pipe(v.string(), v.regex(/^fairlead-[a-z0-9-]{1,60}$/))),
  acme: v.nullable(
    v.strictObject({
      email: v.nullable(EmailAddress),
      directory: v.nullable(HttpUrl),
      trustedRoots: v.nullable(PemCertificates),
    }),
  ),
  /** Known only to the runner and the proxy: a request that carries it is answered with the address of the upstream used. */
  probeSecret: v.pipe(v.string(), v.minLength(20), v.maxLength(200)),
  applications: v.array(v.strictObject({ application: idOf("application"), port: Port, routes: v.array(Route) })),
  /** Who stands before the proxy and is believed about scheme and client. An older runner goes on believing nobody. */
  trustedProxies: added(2, { as: v.pipe(v.array(AddressRange), v.maxLength(200)), absent: [], older: "drop" }),
});
export type ServerRoutes = v.InferOutput<typeof ServerRoutes>;

/** A route that is not served, alone among the others, and why. */
export const RefusedRoute = v.strictObject({
  application: idOf("application"),
  host: v.pipe(v.string(), v.maxLength(300)),
  path: v.pipe(v.string(), v.maxLength(300)),
  sentence: v.pipe(v.string(), v.maxLength(500)),
});
export type RefusedRoute = v.InferOutput<typeof RefusedRoute>;

/** A login of the team at a registry. It is given to that registry and to no other. */
export const RegistryLogin = v.strictObject({ registry: RegistryAddress, username: v.string(), password: v.string() });
export type RegistryLogin = v.InferOutput<typeof RegistryLogin>;

/** Secrets of one job, resolved at claim time for the claiming runner. Never stored by the runner, always redacted from logs. */
export const JobSecrets = v.strictObject({
  env: v.record(EnvKey, v.string()),
  gitToken: v.nullable(v.string()),
  gitUser: v.nullable(v.string()),
  /** Of an application that is an image, for the registry of that image. */
  registry: v.nullable(v.strictObject({ username: v.string(), password: v.string() })),
  /** Of the team, for the images that a build begins with or that an application without a login of its own is. */
  registries: added(2, { as: v.pipe(v.array(RegistryLogin), v.maxLength(1_000)), absent: [], older: "drop" }),
});
export type JobSecrets = v.InferOutput<typeof JobSecrets>;

/**
 * Endpoints (`host:port`) in inner networks that git may reach for this job, because an admin set them up; everything public besides.
 * null: whichever the URL leads to, as it was before this could be said.
 */
const Inside = added(2, {
  as: v.nullable(v.pipe(v.array(Endpoint), v.maxLength(10))),
  absent: null,
  older: "drop",
});

const ApplicationRef = { application: idOf("application"), team: idOf("team") };

const Warnings = v.pipe(v.array(v.pipe(v.string(), v.maxLength(700))), v.maxLength(20));
const Certificates = v.pipe(v.array(SeenCertificate), v.maxLength(mostCertificates));
const Applications = v.pipe(v.array(idOf("application")), v.maxLength(5_000));

export const JobPayload = v.variant("kind", [
  v.strictObject({
    kind: v.literal("deploy"),
    target: ServerTarget,
    spec: WorkloadSpec,
    /** Image that already exists on the server (redeploy, rollback); null builds or pulls. `sha256:…` of the image. */
    reuseImage: v.nullable(v.string()),
    routes: v.nullable(ServerRoutes),
    inside: Inside,
  }),
  v.strictObject({ kind: v.literal("stop"), target: ServerTarget, ...ApplicationRef, graceSeconds: v.number() }),
  v.strictObject({ kind: v.literal("start"), target: ServerTarget, ...ApplicationRef }),
  v.strictObject({ kind: v.literal("restart"), target: ServerTarget, ...ApplicationRef, graceSeconds: v.number() }),
  v.strictObject({ kind: v.literal("remove"), target: ServerTarget, ...ApplicationRef }),
  /** Looks at the target after a lost job: removes what no deployment owns, repairs the live name, reports what runs. */
  v.strictObject({
    kind: v.literal("reconcile"),
    target: ServerTarget,
    ...ApplicationRef,
    activeDeployment: v.nullable(idOf("deployment")),
    lostDeployment: v.nullable(idOf("deployment")),
  }),
  v.strictObject({
    kind: v.literal("check-server"),
    target: ServerTarget,
    proxy: v.picklist(["caddy", "none"]),
    /** Applications of which the server should have a container. */
    expected: added(2, { as: Applications, absent: [], older: "drop" }),
    /** Hosts of which the proxy is asked to show the certificate. Asking for one that it has not may make it order one. */
    certificates: added(2, {
      as: v.pipe(v.array(HostName), v.maxLength(mostCertificates)),
      absent: [],
      older: "drop",
    }),
  }),
  v.strictObject({ kind: v.literal("sync-routes"), target: ServerTarget, routes: ServerRoutes }),
  v.strictObject({ kind: v.literal("make-deploy-key"), source: idOf("source") }),
  v.strictObject({ kind: v.literal("read-head"), git: GitSource, ref: GitRef, inside: Inside }),
]);
export type JobPayload = v.InferOutput<typeof JobPayload>;
export type JobKind = JobPayload["kind"];
export type PayloadOf<K extends JobKind> = Extract<JobPayload, { kind: K }>;

/** What a successful job tells. One shape per kind; `none` where there is nothing to tell. */
export const JobResult = v.variant("kind", [
  v.strictObject({
    kind: v.literal("deploy"),
    image: v.string(),
    container: v.string(),
    commit: v.nullable(Commit),
    /** What a person should know of a release that serves all the same. */
    warnings: added(2, { as: Warnings, absent: [], older: "drop" }),
  }),
  v.strictObject({
    kind: v.literal("observed"),
    state: v.picklist(["running", "stopped", "crashed", "absent"]),
    liveDeployment: v.nullable(idOf("deployment")),
  }),
  v.strictObject({
    kind: v.literal("check-server"),
    reachable: v.boolean(),
    seen: v.nullable(SeenHostKey),
    lines: v.array(CheckLine),
    facts: v.nullable(ServerFacts),
    cause: v.nullable(Cause),
    /** Those of the expected applications of which the server has no container at all. */
    missing: added(2, { as: Applications, absent: [], older: "drop" }),
    /** Of the hosts that were asked about, those of which something is known. */
    certificates: added(2, { as: Certificates, absent: [], older: "drop" }),
  }),
  v.strictObject({
    kind: v.literal("sync-routes"),
    revision: v.number(),
    /** None: every route is served. */
    refused: added(2, { as: v.pipe(v.array(RefusedRoute), v.maxLength(1_000)), absent: [], older: "drop" }),
    /** Why the server's settings for certificates are not in force. */
    settings: added(2, { as: v.nullable(Cause), absent: null, older: "drop" }),
    /** Of hosts that are new by https. */
    certificates: added(2, { as: Certificates, absent: [], older: "drop" }),
  }),
  v.strictObject({ kind: v.literal("make-deploy-key"), publicKey: v.string() }),
  v.strictObject({ kind: v.literal("read-head"), commit: v.nullable(CommitSha) }),
  v.strictObject({ kind: v.literal("none") }),
]);
export type JobResult = v.InferOutput<typeof JobResult>;

/** A failed build is a successful run. `fault` is ours and may be retried; the other two are final. */
export const JobOutcome = v.variant("kind", [
  v.strictObject({ kind: v.literal("succeeded"), result: JobResult }),
  v.strictObject({ kind: v.literal("failed"), cause: Cause }),
  v.strictObject({ kind: v.literal("cancelled") }),
  v.strictObject({ kind: v.literal("fault"), cause: Cause }),
]);
export type JobOutcome = v.InferOutput<typeof JobOutcome>;
