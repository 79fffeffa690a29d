import type { FileToPut } from "../../ports/driver.ts";

/** What a daemon in memory holds. Tests look at it and change it behind the runner's back. */
export type DockerState = {
  networks: FakeNetwork[];
  containers: FakeContainer[];
  images: FakeImage[];
  /** What a registry would give: reference to image. */
  registry: Map<string, Pick<FakeImage, "id" | "labels">>;
  /** What the registry says to whoever pushes; undefined: it takes what is pushed. */
  refusesPush: string | undefined;
  volumes: Map<string, { labels: Record<string, string> }>;
  /** Whether the server misses the program that Docker puts before a container that wants an init. */
  lacksInit: boolean;
  /** The address that a container gets on a network; none where it has no IPv4. */
  gives: () => string;
  /** What each build was asked for, in order. */
  builds: { buildArgs: Record<string, string>; noCache: boolean }[];
  /** What was asked to be run in a container, by its own id. */
  execs: Map<string, { container: string; line: string; mark: string }>;
};

export type FakeNetwork = { id: string; name: string; createdAt: string; labels: Record<string, string> };
export type FakeImage = {
  id: string;
  tags: string[];
  digests: string[];
  labels: Record<string, string>;
  config?:
    | {
        Entrypoint?: string[] | undefined;
        Cmd?: string[] | undefined;
        Volumes?: Record<string, object> | undefined;
        WorkingDir?: string | undefined;
      }
    | undefined;
};
export type FakeContainer = {
  id: string;
  name: string;
  image: string;
  init: boolean;
  /** The line of a release command. */
  oneOff: string | undefined;
  /** Of the server, while it runs. */
  hostPorts: readonly string[];
  labels: Record<string, string>;
  /** What was unpacked into it, by path. */
  files: Map<string, FileToPut>;
  mounts: readonly { name: string; path: string; isReadOnly: boolean }[];
  /** Network by name; the id is filled in when it starts, as the daemon does. */
  networks: Map<string, { id: string; address: string }>;
  state: "created" | "running" | "restarting" | "exited";
  exitCode: number;
  /** Exit codes of the times it was started again by its policy. */
  deaths: number[];
  /** Called once with the exit code when it stops running. */
  waiters: ((exitCode: number) => void)[];
};

export const createDockerState = (): DockerState => ({
  networks: [],
  containers: [],
  images: [],
  registry: new Map(),
  refusesPush: undefined,
  volumes: new Map(),
  lacksInit: false,
  gives: () => `10.0.0.${nextNumber() % 250}`,
  builds: [],
  execs: new Map(),
});

let made = 0;
export const nextNumber = (): number => ++made;
export const nextId = (): string => nextNumber().toString(16).padStart(64, "0");

/** The daemon's way to say no. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export type Call = {
  method: string;
  /** Without the version. */
  path: string;
  query: URLSearchParams;
  /** Decoded when it is JSON. */
  body: unknown;
  bytes: Buffer;
};
export type Answer = { status: number; body?: unknown; lines?: AsyncIterable<object>; bytes?: Buffer; isOpen?: true };
export type Handler = (state: DockerState, call: Call, match: readonly string[]) => Promise<Answer> | Answer;
export type Route = readonly [method: string, path: RegExp, handler: Handler];

/** Between looking and writing other requests get their turn: that is where real daemons race. */
export const otherRequests = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
