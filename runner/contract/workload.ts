import * as v from "valibot";
import { added, neededBy, toldBy } from "./ageing/index.ts";
import { WorkloadBuild } from "./builds/index.ts";
import { Capabilities } from "./capability.ts";
import {
  Arguments,
  Command,
  CommitSha,
  EnvKey,
  GitRef,
  GitUrl,
  HostName,
  HttpUrl,
  ImageRef,
  Ipv4,
  KnownHost,
  NoProxy,
  PathPrefix,
  Port,
} from "./grammar.ts";
import { idOf, OnWireResource } from "./ids.ts";
import { ImagePush } from "./image-push.ts";
import { Procedure } from "./procedure.ts";
import { Labels, TemporaryFolders } from "./settings/files.ts";
import { HealthCheck } from "./settings/health.ts";
import { Devices, Gpus, HostMounts } from "./settings/host.ts";
import { CpuSet, Ulimits } from "./settings/limits.ts";
import { VolumeMounts } from "./settings/mounts.ts";
import {
  ContainerHostname,
  DnsSearch,
  DnsServers,
  ExtraHosts,
  type PublishedPort,
  PublishedPorts,
  Sysctls,
} from "./settings/network.ts";
import { PlacedFiles } from "./settings/placed-files.ts";
import { ContainerPath, ContainerUser, StopSignal } from "./settings/process.ts";
import { envScopes } from "./words/index.ts";
import { type ContainerSetting, containerWords } from "./words/settings/index.ts";

const count = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** Where the code is. `commit` null means: the head of `ref` at the time of the fetch. */
export const GitSource = v.strictObject({
  kind: v.literal("git"),
  source: v.nullable(idOf("source")),
  url: GitUrl,
  ref: GitRef,
  commit: v.nullable(CommitSha),
  auth: v.picklist(["none", "token", "deploy-key"]),
  /** What the ssh host must present; null for forges whose keys are shipped. */
  knownHost: v.nullable(KnownHost),
  submodules: v.boolean(),
  lfs: v.boolean(),
});
export const ImageSource = v.strictObject({
  kind: v.literal("image"),
  image: ImageRef,
  auth: v.picklist(["none", "registry"]),
});
export const WorkloadSource = v.variant("kind", [GitSource, ImageSource]);
export type GitSource = v.InferOutput<typeof GitSource>;
export type WorkloadSource = v.InferOutput<typeof WorkloadSource>;

/** `address`: the one of the server's own that it is bound to; 0.0.0.0 is all of them. Only the server itself reaches the usual one. */
export const HostPort = v.strictObject({ port: Port, address: v.optional(Ipv4, "127.0.0.1") });
export type HostPort = v.InferOutput<typeof HostPort>;

const words = containerWords;
const bytes = (least: number) => v.nullable(count(least, Number.MAX_SAFE_INTEGER));

/** A field for each of `containerWords`, and words for each field. What came later and is unset is as Docker and the image have it. */
export const ContainerSettings = v.strictObject({
  port: v.pipe(Port, v.metadata(toldBy(words.port))),
  command: v.pipe(v.nullable(Command), v.metadata(toldBy(words.command))),
  arguments: added(2, { as: v.nullable(Arguments), absent: null, words: words.arguments }),
  /** Whether a process that is none of the resource's buries orphans and hands signals on. Older runners know none. */
  init: added(2, { as: v.boolean(), absent: true, older: "drop", words: words.init }),
  user: added(3, { as: v.nullable(ContainerUser), absent: null, words: words.user }),
  workingDirectory: added(3, { as: v.nullable(ContainerPath), absent: null, words: words.workingDirectory }),
  /** A line for a shell of the new image, before anything of it gets traffic. */
  releaseCommand: added(3, { as: v.nullable(Command), absent: null, words: words.releaseCommand }),
  releaseTimeoutSeconds: added(3, { as: count(1, 3_600), absent: 600, words: words.releaseTimeoutSeconds }),
  /** A line for a shell of the new image, once that version has the traffic. */
  postDeployCommand: added(3, { as: v.nullable(Command), absent: null, words: words.postDeployCommand }),
  postDeployTimeoutSeconds: added(3, { as: count(1, 3_600), absent: 600, words: words.postDeployTimeoutSeconds }),
  stopGraceSeconds: v.pipe(count(1, 600), v.metadata(toldBy(words.stopGraceSeconds))),
  stopSignal: added(3, { as: v.nullable(StopSignal), absent: null, words: words.stopSignal }),
  memoryBytes: v.pipe(bytes(6_291_456), v.metadata(toldBy(words.memoryBytes))),
  memoryReservationBytes: added(3, { as: bytes(6_291_456), absent: null, words: words.memoryReservationBytes }),
  swapBytes: added(3, { as: count(0, Number.MAX_SAFE_INTEGER), absent: 0, words: words.swapBytes }),
  cpus: v.pipe(v.nullable(v.pipe(v.number(), v.minValue(0.05), v.maxValue(512))), v.metadata(toldBy(words.cpus))),
  cpuShares: added(3, { as: v.nullable(count(2, 262_144)), absent: null, words: words.cpuShares }),
  cpuSet: added(3, { as: v.nullable(CpuSet), absent: null, words: words.cpuSet }),
  pidsLimit: v.pipe(count(16, 65_536), v.metadata(toldBy(words.pidsLimit))),
  ulimits: added(3, { as: Ulimits, absent: [], words: words.ulimits }),
  /** A port of the server that leads straight to the process, past the proxy. */
  hostPort: added(3, { as: v.nullable(HostPort), absent: null, words: words.hostPort }),
  /** Further ones, to ports of the container of their own. */
  publishedPorts: added(3, { as: PublishedPorts, absent: [], words: words.publishedPorts }),
  hostname: added(3, { as: v.nullable(ContainerHostname), absent: null, words: words.hostname }),
  extraHosts: added(3, { as: ExtraHosts, absent: [], words: words.extraHosts }),
  dnsServers: added(3, { as: DnsServers, absent: [], words: words.dnsServers }),
  dnsSearch: added(3, { as: DnsSearch, absent: [], words: words.dnsSearch }),
  sysctls: added(3, { as: Sysctls, absent: [], words: words.sysctls }),
  isReadOnly: added(3, { as: v.boolean(), absent: false, words: words.isReadOnly }),
  /** Volumes in it. What each is on its server travels beside the spec, as it is at that moment. */
  mounts: added(3, { as: VolumeMounts, absent: [], words: words.mounts }),
  /** Folders and files of the server itself. */
  hostMounts: added(3, { as: HostMounts, absent: [], words: words.hostMounts }),
  /** Files that are put into each new container. What is in them travels beside the spec. */
  files: added(3, { as: PlacedFiles, absent: [], words: words.files }),
  temporaryFolders: added(3, { as: TemporaryFolders, absent: [], words: words.temporaryFolders }),
  sharedMemoryBytes: added(3, { as: bytes(65_536), absent: null, words: words.sharedMemoryBytes }),
  /** Rights of root that an admin gave to it beyond those that every container has. */
  capabilities: added(2, { as: Capabilities, absent: [], words: words.capabilities }),
  devices: added(3, { as: Devices, absent: [], words: words.devices }),
  gpus: added(3, { as: v.nullable(Gpus), absent: null, words: words.gpus }),
  /** Every right of root over the server. */
  isPrivileged: added(3, { as: v.boolean(), absent: false, words: words.isPrivileged }),
  labels: added(3, { as: Labels, absent: [], words: words.labels }),
} satisfies Record<ContainerSetting, v.GenericSchema>);
export type ContainerSettings = v.InferOutput<typeof ContainerSettings>;
type Published = Pick<ContainerSettings, "port" | "hostPort"> & Partial<Pick<ContainerSettings, "publishedPorts">>;

/** All ports of the server that lead to it, in the order in which they are shown. Settings that were kept before have no further ones. */
export const portsOfServer = ({ port, hostPort, publishedPorts = [] }: Published): PublishedPort[] => [
  ...(hostPort ? [{ ...hostPort, target: port, protocol: "tcp" as const }] : []),
  ...publishedPorts,
];

/** Of a resource for which nobody set anything. */
export const usualContainer: ContainerSettings = v.parse(
  ContainerSettings,
  Object.fromEntries(Object.entries(containerWords).map(([key, { usual }]) => [key, usual])),
);

/** A variable by name; its value travels beside the spec, only to the runner that claimed the job. */
export const EnvBinding = v.strictObject({
  key: EnvKey,
  scope: v.picklist(envScopes),
  /**
   * Whether a Dockerfile that says ARG gets it, which puts the value into the image's history: `plain` ones do, `refused` ones only by a
   * secret mount, `warned` ones although they are secret. An older runner gives all of them, so what is refused waits for a newer one.
   */
  argument: added(2, { as: v.picklist(["plain", "refused", "warned"]), absent: "plain" }),
});
export type EnvBinding = v.InferOutput<typeof EnvBinding>;

export const Route = v.strictObject({
  host: HostName,
  path: PathPrefix,
  /** `https` redirects plain requests; `http` serves them. */
  scheme: v.picklist(["https", "http"]),
  /** When set, requests are redirected to this host instead of being served. */
  redirectTo: v.nullable(HostName),
  /** Where in the container its requests go; null: to the port of the resource. */
  port: added(3, { as: v.nullable(Port), absent: null }),
});
export type Route = v.InferOutput<typeof Route>;

/**
 * The one intermediate representation: everything a driver needs to run one release of one resource on one server.
 * Frozen in the deployment when it is enqueued; a rollback replays it with the image it made.
 */
export const WorkloadSpec = v.strictObject({
  /** The oldest contract that can say all that is used here: written by `versioned`, so it rises only by use. */
  version: count(1, 1_000_000),
  team: idOf("team"),
  application: OnWireResource,
  deployment: idOf("deployment"),
  /** Number of the deployment within its resource: with the attempt it is the fence, higher wins at the target. */
  number: count(1, 1_000_000_000),
  name: v.pipe(v.string(), v.maxLength(80)),
  network: v.pipe(v.string(), v.regex(/^fairlead-[a-z0-9-]{1,60}$/)),
  source: WorkloadSource,
  build: WorkloadBuild,
  push: added(3, { as: v.nullable(ImagePush), absent: null }),
  container: ContainerSettings,
  health: v.nullable(HealthCheck),
  env: v.pipe(v.array(EnvBinding), v.maxLength(1_000)),
  routes: v.pipe(v.array(Route), v.maxLength(200)),
  keepReleases: count(1, 50),
  /** How it takes the place of the release before. An older runner would start both at once, so another procedure waits for a newer one. */
  procedure: added(3, { as: Procedure, absent: "overlap" }),
  outboundProxy: v.nullable(
    v.strictObject({
      http: v.nullable(HttpUrl),
      https: v.nullable(HttpUrl),
      noProxy: NoProxy,
    }),
  ),
});
export type WorkloadSpec = v.InferOutput<typeof WorkloadSpec>;

/** Every spec gets its version here, after all else of it is settled. */
export const versioned = (spec: WorkloadSpec): WorkloadSpec => ({ ...spec, version: neededBy(WorkloadSpec, spec) });
