import type { WorkloadSpec } from "../../contract/index.ts";
import type { Exit } from "../plan/explain-start.ts";
import type { Listener } from "../plan/listeners.ts";
import type { ImageOrigin, Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { Upstreams } from "./upstreams.ts";

export type StartRequest = {
  release: Release;
  spec: WorkloadSpec;
  /** `sha256:…` of an image that is on the server. */
  image: string;
  /** Kept with the container: who removes it later must know. */
  imageOrigin?: ImageOrigin | undefined;
  /** Whole environment of the process, byte for byte. */
  env: Readonly<Record<string, string>>;
  /** Kept with the container, see `ObservedContainer.commit`. */
  commit: string | undefined;
};

/** Tells when a container stops running. `end` gives up watching; `exited` then never settles. */
export type ExitWatch = { exited: Promise<Exit>; end: () => void };

/** `lacksInit`: the application was to have an init, and the server has none. */
export type Started = { container: ObservedContainer; watch: ExitWatch; lacksInit: boolean };

export type FlipOrder = {
  release: Release;
  candidate: ObservedContainer;
};

export type ImageSweep = {
  application: string;
  /** Ids of images that stay, whether a container uses them or not. */
  keep: readonly string[];
  /** Ids of images that pulls of ours brought; an image without our labels that is not named here is not ours. */
  pulled: readonly string[];
};

export type Flipped = {
  /** The one that served until the flip, if there was one: what `flipBack` needs. */
  previous: ObservedContainer | undefined;
  /** All containers of the application as they are after the flip. */
  observed: ObservedContainer[];
};

/**
 * What a driver can do. Which procedure a deployment takes is decided by this, and never by a driver's name.
 * - `overlap`: two releases of an application may run at the same time.
 * - `rollout`: whether we start, switch and retire releases, or the platform does when it is told what shall run.
 */
export type Capabilities = { overlap: boolean; rollout: "ours" | "platform"; exec: boolean; volumes: boolean };

/**
 * Runs the releases of applications on one server. The law, tested by one suite for every driver and the fake:
 *
 * - Order: observe → start → (ready) → flip → (drain) → stop, remove. `observe` may be asked at any time and is one call.
 * - `start` makes a container that gets no traffic; when it fails nothing of it stays behind. Repeating it for the same release
 *   replaces what an earlier try left.
 * - `flip` gives the traffic to the candidate without touching the connections of the one before, which keeps running. It refuses with
 *   `StaleRelease` when a newer (number, attempt) is on the server, and then has changed nothing.
 * - Roles say it all: at most one is `live`. A crash anywhere in `flip` or `flipBack` leaves one of the two recognisable as the one to
 *   serve; `plan-deployment` names it.
 * - `flip` and `flipBack` may be repeated. `stop`, `remove` and `removeImages` are safe to repeat, and safe when half done.
 * - Only containers and images that carry our labels for this application are ever changed. What is not ours is not even seen.
 * - `removeImages` takes every image that builds of ours made for the application, under whatever name or none, and those that pulls of
 *   ours brought; but never one that is to be kept, that any container uses, or that somebody gave a name of his own.
 */
export interface Driver {
  readonly capabilities: Capabilities;
  /** Where a proxy finds what runs here. */
  readonly upstreams: Upstreams;
  observe(application: string): Promise<ObservedContainer[]>;
  /** The watch begins before the process does, so not even an exit in the first millisecond is missed. */
  start(request: StartRequest): Promise<Started>;
  /** Watches one that runs already; tells at once when it does not. */
  watch(container: ObservedContainer): ExitWatch;
  flip(order: FlipOrder): Promise<Flipped>;
  flipBack(order: FlipOrder & { previous: ObservedContainer }): Promise<void>;
  /** Makes one of its containers the live one of an application that has none. */
  restoreLive(container: ObservedContainer): Promise<void>;
  stop(container: ObservedContainer, graceSeconds: number): Promise<void>;
  startAgain(container: ObservedContainer): Promise<void>;
  restart(container: ObservedContainer, graceSeconds: number): Promise<void>;
  /** Kills it when it still runs. */
  remove(container: ObservedContainer): Promise<void>;
  removeImages(sweep: ImageSweep): Promise<void>;
  /** Those of the applications of which nothing of ours is here, whatever its state. */
  missing(expected: readonly string[]): Promise<string[]>;
  /** Last lines of what it printed, oldest first, both outputs. */
  logTail(container: ObservedContainer, lines: number): Promise<string[]>;
  /** undefined: the server does not let us look. */
  listeners(container: ObservedContainer): Promise<Listener[] | undefined>;
}

/** A newer deployment or attempt was at the server already. */
export class StaleRelease extends Error {
  override readonly name = "StaleRelease";
  readonly newer: Release;
  constructor(newer: Release) {
    super(`Deployment ${newer.number}, attempt ${newer.attempt} was here before.`);
    this.newer = newer;
  }
}
