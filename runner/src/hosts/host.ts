// pure

import type { Duplex } from "node:stream";
import type { HostFault } from "./host-fault.ts";

/**
 * Our handle on one server. The law, the same for a server over SSH, for the runner's own machine and for the fake:
 *
 * - There is no function that runs a command. What must happen on a server happens through the Docker Engine API or `files`.
 * - Every call ends: with its result, with an ExplainedError, or with the reason of its AbortSignal. Losing the server ends all of
 *   them, each with a `lost` fault.
 * - A handle that was lost stays lost. Ask the pool for a new one.
 * - What a server answers is hostile input: sizes are capped here, contents are judged by the caller.
 */
export interface Host {
  /** For messages and logs, e.g. `deploy@203.0.113.7:22`. */
  readonly label: string;
  /** Home directory of the user we are on the server. Absolute, no trailing slash. */
  readonly home: string;
  /** Byte stream to an address as the server sees it. `DialRefused` when nobody listens: that is an answer, not a fault. */
  dial(address: DialAddress, options?: DialOptions): Promise<Duplex>;
  readonly files: HostFiles;
  /** Called once, when the server is lost without our asking. Returns a function that stops listening. */
  onLost(listener: (fault: HostFault) => void): () => void;
  /** Ends everything in flight. Safe to repeat. */
  close(): Promise<void>;
}

export type DialAddress = { unix: string } | { host: string; port: number };
export type DialOptions = { timeoutMs?: number; signal?: AbortSignal };

/**
 * Files on the server. Paths are absolute POSIX without `..`; anything else is refused before it leaves the runner.
 * `write` is atomic: readers see the old content or the new, never a part, also across a power loss.
 */
export interface HostFiles {
  /** Makes the directory and its parents. The mode (default 0o755) holds for what was made; an existing directory is success. */
  makeDirectory(path: string, options?: { mode?: number }): Promise<void>;
  /** Fails when the file holds more than `maxBytes` (default 1 MiB), instead of returning a part of it. */
  read(path: string, options?: { maxBytes?: number }): Promise<Buffer>;
  write(path: string, content: Uint8Array | string, options?: { mode?: number }): Promise<void>;
  /** undefined: nothing is there. Follows symlinks. */
  stat(path: string): Promise<FileStat | undefined>;
  /** A missing file is success. Directories are refused. */
  remove(path: string): Promise<void>;
  /** Makes the directory with these empty files below it, and the folders between. What is there already stays. */
  makeTree(path: string, files: readonly string[]): Promise<void>;
  /** A missing directory is success. Links in it are removed, never followed. */
  removeTree(path: string): Promise<void>;
  /** Names of what a directory holds, in no order. None when there is no such directory. */
  list(path: string): Promise<string[]>;
  /** A symbolic link. One that exists already stays as it is. */
  link(path: string, target: string): Promise<void>;
  /** Where a symbolic link leads; undefined: there is none. */
  readLink(path: string): Promise<string | undefined>;
  /** Renames in one step, replacing a file or a link. `not-found` when nothing is at `from`: somebody else was quicker. */
  move(from: string, to: string): Promise<void>;
  /** Bytes an unprivileged user may still write on the file system that holds `path`. */
  freeBytes(path: string): Promise<number>;
}

export type FileStat = {
  kind: "file" | "directory" | "socket" | "other";
  sizeBytes: number;
  mode: number;
  modifiedAtMs: number;
  ownerId: number;
  groupId: number;
};
