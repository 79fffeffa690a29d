import type { JobSecrets, PayloadOf } from "../../contract/index.ts";
import type { Clock } from "../agent/clock.ts";
import type { JobLog } from "../agent/log-stream.ts";
import type { BuiltImage } from "../build/build-event.ts";
import type { Driver } from "../drivers/driver.ts";
import type { ImageOrigin, Release } from "../plan/names.ts";
import type { ProbeAnswer } from "../plan/readiness.ts";
import type { ServerProxy } from "../proxies/proxy.ts";
import type { FetchedSource } from "../sources/git-sources.ts";
import type { Journal } from "./journal.ts";

/** One server, as far as a deployment sees it. */
export type DeployTarget = {
  label: string;
  driver: Driver;
  proxy: ServerProxy;
  /** Asks a container from outside its image. Throws only when the server is lost or the signal aborts. */
  probe: (request: ProbeRequest) => Promise<ProbeAnswer>;
  /** Makes or fetches the image. */
  build: (request: BuildRequest) => Promise<ReleaseImage>;
  /** Gives the connection back. */
  release: () => void;
};

export type ReleaseImage = BuiltImage & { origin: ImageOrigin | undefined };

export type ProbeRequest = {
  address: string;
  port: number;
  /** null: connect only. */
  path: string | null;
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
  signal: AbortSignal;
};

export type BuildRequest = {
  spec: PayloadOf<"deploy">["spec"];
  release: Release;
  secrets: JobSecrets;
  /** undefined when the workload is an image. */
  source: FetchedSource | undefined;
  log: JobLog;
  /** Something that a person should know of the release, whatever becomes of it. */
  warn: (sentence: string) => void;
  signal: AbortSignal;
};

/** Everything one deployment works with. */
export type DeployContext = {
  payload: PayloadOf<"deploy">;
  release: Release;
  secrets: JobSecrets;
  journal: Journal;
  log: JobLog;
  clock: Clock;
  /** What is told with the result. */
  warnings: string[];
  /** Ends work until the traffic moves: cancelled, out of time, or the lease is gone. */
  signal: AbortSignal;
  /** Ends work after the traffic moved: from there on only a lost lease does. */
  lostSignal: AbortSignal;
  openTarget: (signal: AbortSignal) => Promise<DeployTarget>;
  fetchSource: (signal: AbortSignal) => Promise<FetchedSource>;
};
