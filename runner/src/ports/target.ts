import type { JobSecrets, RegistryLine, WorkloadSpec } from "../../contract/index.ts";
import type { JobLog } from "../agent/log-stream.ts";
import type { BuiltImage } from "../build/build-event.ts";
import type { ImageOrigin, Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { ProbeAnswer, Question } from "../plan/readiness/index.ts";
import type { PortHolder, SeenServer } from "../plan/server-checks.ts";
import type { DigestQuestion, ReadDigest, RegistryCheck } from "../registry/registry-check.ts";
import type { FetchedSource } from "../sources/git-sources.ts";
import type { Driver } from "./driver.ts";
import type { ServerProxy } from "./proxy.ts";

/** One server as jobs and procedures see it: what runs things there, what brings requests to them, and a few ways to look. */
export type Target = {
  label: string;
  driver: Driver;
  proxy: ServerProxy;
  /** Asks a container, from outside its image but for a command. Throws only when the server is lost or the signal aborts. */
  probe: (request: ProbeRequest) => Promise<ProbeAnswer>;
  /** Makes or fetches the image. */
  build: (request: BuildRequest) => Promise<ReleaseImage>;
  /** Pushes an image of the server under each tag. Throws StepFailed where the registry does not take it. */
  push: (request: ImagePush) => Promise<void>;
  /** Fetches what another server pushed; undefined: it has to be built here. */
  pullPushed: (request: PushedPull) => Promise<ReleaseImage | undefined>;
  /** What the server says of itself. */
  look: () => Promise<SeenServer>;
  /** Who holds the ports that a proxy would have. */
  proxyPorts: () => Promise<PortHolder[]>;
  /** Tries a login of a registry from here, as what pulls images here would use it. */
  checkRegistry: (check: RegistryCheck) => Promise<RegistryLine[]>;
  /** Which image a tag leads to, asked from here. */
  readDigest: (question: DigestQuestion) => Promise<ReadDigest>;
  /** Gives the connection back. */
  release: () => void;
};

/** `isPushed`: it lies in the registry of the application's settings already. */
export type ReleaseImage = BuiltImage & { origin: ImageOrigin | undefined; isPushed?: boolean };

type Login = { username: string; password: string };
export type ImagePush = {
  imageId: string;
  repository: string;
  tags: readonly string[];
  login: Login;
  /** Called whenever something is told of the push. */
  onHeard: () => void;
  signal: AbortSignal;
};
export type PushedPull = { image: string; login: Login | null; release: Release; log: JobLog; signal: AbortSignal };

export type ProbeRequest = {
  container: ObservedContainer;
  question: Question;
  timeoutMs: number;
  signal: AbortSignal;
};

export type BuildRequest = {
  spec: WorkloadSpec;
  release: Release;
  secrets: JobSecrets;
  /** undefined when the workload is an image. */
  source: FetchedSource | undefined;
  log: JobLog;
  /** Something that a person should know of the release, whatever becomes of it. */
  warn: (sentence: string) => void;
  signal: AbortSignal;
};
