import type { WorkloadSpec } from "../../contract/index.ts";
import { StepFailed } from "../outcome.ts";
import type { Exit } from "../plan/explain-start.ts";
import type { Listener } from "../plan/listeners.ts";
import type { CommandRole, ImageOrigin, Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { Upstreams } from "./upstreams.ts";
import type { Volumes, VolumeToMake } from "./volumes.ts";

/** `mode`: permission bits; `uid` and `gid` as the container has them. */
export type FileToPut = { path: string; mode: number; uid: number; gid: number; bytes: Uint8Array };

export type StartRequest = {
  release: Release;
  spec: WorkloadSpec;
  /** `sha256:…` of an image that is on the server. */
  image: string;
  /** Kept with the container: who removes it later must know. */
  imageOrigin?: ImageOrigin | undefined;
  /** Whole environment of the process, byte for byte. */
  env: Readonly<Record<string, string>>;
  /** Those that the spec mounts. What is not there yet is made. */
  volumes?: readonly VolumeToMake[] | undefined;
  /** They are in the container before its process begins. */
  files?: readonly FileToPut[] | undefined;
  /** Kept with the container, see `ObservedContainer.commit`. */
  commit: string | undefined;
};

/** `onOutput` gets what it prints, as it falls. */
export type CommandOrder = StartRequest & {
  role: CommandRole;
  line: string;
  onOutput: (stream: "stdout" | "stderr", bytes: Uint8Array) => void;
};
export type StartedCommand = {
  container: ObservedContainer;
  watch: ExitWatch;
  /** An earlier attempt began it. */
  isJoined: boolean;
  /** Everything that it printed was given out, or cannot be read. */
  drained: Promise<void>;
};

export type ExecuteOrder = { line: string; timeoutMs: number; signal: AbortSignal };
/** `ended`: with the last lines of both outputs. `refused`: it could not be begun, because the container does not run. */
export type Executed =
  | { kind: "ended"; exitCode: number; lines: readonly string[] }
  | { kind: "timeout" }
  | { kind: "refused" };

/** Tells when a container stops running. `end` gives up watching; `exited` then never settles. */
export type ExitWatch = { exited: Promise<Exit>; end: () => void };

/**
 * `lacksInit`: the resource was to have an init, and the server has none. `unnamedVolumes`: folders that its image keeps in volumes
 * without a name.
 */
export type Started = {
  container: ObservedContainer;
  watch: ExitWatch;
  lacksInit: boolean;
  unnamedVolumes: readonly string[];
};

export type FlipOrder = {
  release: Release;
  candidate: ObservedContainer;
};

export type ImageSweep = {
  resource: string;
  /** Ids of images that stay, whether a container uses them or not. */
  keep: readonly string[];
  /** Ids of images that pulls of ours brought; an image without our labels that is not named here is not ours. */
  pulled: readonly string[];
};

export type Flipped = {
  /** The one that served until the flip, if there was one: what `flipBack` needs. */
  previous: ObservedContainer | undefined;
  /** All containers of the resource as they are after the flip. */
  observed: ObservedContainer[];
};

/**
 * What a driver can do. Which procedure a deployment takes is decided by this, and never by a driver's name.
 * - `overlap`: two releases of a resource may run at the same time.
 * - `rollout`: whether we start, switch and retire releases, or the platform does when it is told what shall run.
 */
export type Capabilities = { overlap: boolean; rollout: "ours" | "platform"; exec: boolean; volumes: boolean };

/** What is done first where two releases cannot run at once. */
export type AsideOrder = { release: Release; graceSeconds: number };

/**
 * Runs the releases of resources on one server. The laws of every driver, tested by one suite for all of them and the fakes:
 *
 * - `observe` may be asked at any time and is one call.
 * - `startCommand` runs a command of a release in its image, with its environment, and gives it neither traffic nor a port. A deployment
 *   has one of each role, whichever attempt asks: who asks again joins it and is told its end, also long after. It is never started again
 *   once it has ended, and goes with `remove`. It reads the volumes of its release and writes none: a version that serves does.
 * - `execute` runs a line with the shell of the container, in it, with its environment, and ends it when its time is over. It changes
 *   nothing else, so who has no lease any more does no harm with it. Throws only when the server is lost or the signal aborts.
 * - `stop`, `remove`, `discard` and `removeImages` are safe to repeat, and safe when half done.
 * - Only containers and images that carry our labels for this resource are ever changed. What is not ours is not even seen.
 * - `removeImages` takes every image that builds of ours made for the resource, under whatever name or none, and those that pulls of
 *   ours brought; but never one that is to be kept, that any container uses, or that somebody gave a name of his own.
 */
interface EveryDriver {
  /** Where a proxy finds what runs here. */
  readonly upstreams: Upstreams;
  /** null: what runs here keeps no files. */
  readonly volumes: Volumes | null;
  observe(resource: string): Promise<ObservedContainer[]>;
  /** Watches one that runs already; tells at once when it does not. */
  watch(container: ObservedContainer): ExitWatch;
  stop(container: ObservedContainer, graceSeconds: number): Promise<void>;
  startAgain(container: ObservedContainer): Promise<void>;
  restart(container: ObservedContainer, graceSeconds: number): Promise<void>;
  /** Kills it when it still runs. */
  remove(container: ObservedContainer): Promise<void>;
  /** The same for what a failed deployment made: also done by a job that has run out of time, because the version before waits for it. */
  discard(container: ObservedContainer): Promise<void>;
  removeImages(sweep: ImageSweep): Promise<void>;
  /** Those of the resources of which nothing of ours is here, whatever its state. */
  missing(expected: readonly string[]): Promise<string[]>;
  startCommand(order: CommandOrder): Promise<StartedCommand>;
  execute(container: ObservedContainer, order: ExecuteOrder): Promise<Executed>;
  /** Last lines of what it printed, oldest first, both outputs. */
  logTail(container: ObservedContainer, lines: number): Promise<string[]>;
  /** undefined: the server does not let us look. */
  listeners(container: ObservedContainer): Promise<Listener[] | undefined>;
}

/**
 * Drivers whose rollouts are ours. Their laws besides:
 *
 * - Order: observe → (step aside) → start → (ready) → flip → (drain) → stop, settle, remove.
 * - `start` makes a container that gets no traffic; when it fails nothing of it stays behind. Repeating it for the same release
 *   replaces what an earlier try left.
 * - `flip` gives the traffic to the candidate without touching the connections of the one before, which keeps running. It refuses with
 *   `StaleRelease` when a newer (number, attempt) is on the server, and then has changed nothing. So does `stepAside`.
 * - Roles say it all: at most one is `live`. A crash anywhere in `stepAside`, `flip` or `flipBack` leaves one of the two recognisable
 *   as the one to serve; `plan-deployment` names it. A resource that a person stopped keeps its live one, and is never woken.
 * - `flip`, `flipBack`, `stepAside`, `restoreLive` and `settle` may be repeated.
 */
export interface OwnDriver extends EveryDriver {
  readonly capabilities: Capabilities & { rollout: "ours" };
  /** The watch begins before the process does, so not even an exit in the first millisecond is missed. */
  start(request: StartRequest): Promise<Started>;
  flip(order: FlipOrder): Promise<Flipped>;
  /** The one before serves again, and runs again where it had stepped aside. */
  flipBack(order: FlipOrder & { previous: ObservedContainer }): Promise<void>;
  /** Stops the live one, so that what only one may have is free, and marks it as the one to come back. undefined: none runs. */
  stepAside(order: AsideOrder): Promise<ObservedContainer | undefined>;
  /** Makes one of its containers the live one of a resource that has none, and runs it. */
  restoreLive(container: ObservedContainer): Promise<void>;
  /** One that stepped aside is not waited for any more: it becomes one of the retired. */
  settle(container: ObservedContainer): Promise<void>;
}

export type RollOutOrder = StartRequest & {
  signal: AbortSignal;
  /** What the platform says of how far it is. */
  onProgress: (sentence: string) => void;
};

/**
 * Drivers whose platform rolls out. Their laws besides:
 *
 * - `rollOut` says what shall run and ends when it serves. It refuses with `StaleRelease` when a newer (number, attempt) was told, and
 *   then has changed nothing.
 * - When it fails, with its reason as StepFailed, the version before serves, or comes back without being asked.
 * - Repeating it for the same release, after a crash too, ends with that release serving, once.
 */
export interface PlatformDriver extends EveryDriver {
  readonly capabilities: Capabilities & { rollout: "platform" };
  rollOut(order: RollOutOrder): Promise<ObservedContainer>;
}

export type Driver = OwnDriver | PlatformDriver;

export const hasOwnRollouts = (driver: Driver): driver is OwnDriver => driver.capabilities.rollout === "ours";

/** For work that is planned for a driver whose rollouts are ours. */
export function ownRollouts(driver: Driver): OwnDriver {
  if (hasOwnRollouts(driver)) return driver;
  throw new StepFailed({
    class: "invalid-spec",
    step: null,
    sentence: "This server's platform rolls releases out by itself, and was asked to let us do it.",
    evidence: [],
    nextAction: "Deploy again: how a deployment goes is chosen anew.",
  });
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
