import { untilAborted } from "../until-aborted.ts";
import type { Host } from "./host.ts";
import { HostFault } from "./host-fault.ts";

export type HostPoolOptions<Target, Opened extends Host> = {
  /** Opens a new handle. Called at most once at a time for each key. */
  open: (target: Target, signal: AbortSignal) => Promise<Opened>;
  /** Two targets with the same key share a handle; a changed address, user or host key must give another key. */
  keyOf: (target: Target) => string;
  /** How long an unused handle stays open. */
  idleMs: number;
  /** Tries in all for faults that may pass, with `backoffMs(n)` after the n-th. */
  attempts: number;
  backoffMs: (attempt: number) => number;
  timers: PoolTimers;
};

export type PoolTimers = {
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Calls back later unless cancelled. */
  after: (ms: number, call: () => void) => () => void;
};

export type HostLease<Opened extends Host = Host> = { host: Opened; release: () => void };

/**
 * One open handle per server, shared by everyone who holds a lease on it.
 * - Callers that come while it is being opened wait for the same opening; the last one to give up cancels it.
 * - A lost handle leaves the pool at once; its holders learn it from their own calls. The next `acquire` opens a new one.
 * - Only faults that may pass are tried again, `attempts` times. A refused key or a changed host key is reported at once.
 */
export type HostPool<Target, Opened extends Host = Host> = {
  acquire: (target: Target, signal?: AbortSignal) => Promise<HostLease<Opened>>;
  use: <T>(target: Target, work: (host: Opened) => Promise<T>, options?: { signal?: AbortSignal }) => Promise<T>;
  closeAll: () => Promise<void>;
};

type Entry<Opened> = {
  opening: Promise<Opened>;
  abort: AbortController;
  holders: number;
  cancelIdle: (() => void) | undefined;
};

export function createHostPool<Target, Opened extends Host>(
  options: HostPoolOptions<Target, Opened>,
): HostPool<Target, Opened> {
  const { keyOf, idleMs, timers } = options;
  const entries = new Map<string, Entry<Opened>>();

  const drop = (key: string, entry: Entry<Opened>) => {
    if (entries.get(key) === entry) entries.delete(key);
    entry.cancelIdle?.();
  };
  const start = (key: string, target: Target): Entry<Opened> => {
    const abort = new AbortController();
    const opening = openWithRetries(options, target, abort.signal);
    const entry: Entry<Opened> = { opening, abort, holders: 0, cancelIdle: undefined };
    entries.set(key, entry);
    opening.then(
      (host) => host.onLost(() => drop(key, entry)),
      () => drop(key, entry),
    );
    return entry;
  };
  const close = async (key: string, entry: Entry<Opened>) => {
    drop(key, entry);
    entry.abort.abort(new Error("nobody needs this connection any more"));
    await entry.opening.then(
      (host) => host.close(),
      () => undefined,
    );
  };
  const acquire = async (target: Target, signal?: AbortSignal): Promise<HostLease<Opened>> => {
    signal?.throwIfAborted();
    const key = keyOf(target);
    const entry = entries.get(key) ?? start(key, target);
    entry.cancelIdle?.();
    entry.holders += 1;
    const release = once(() => {
      entry.holders -= 1;
      if (entry.holders > 0 || entries.get(key) !== entry) return;
      entry.cancelIdle = timers.after(idleMs, () => void close(key, entry));
    });
    try {
      return { host: await untilAborted(entry.opening, signal), release };
    } catch (error) {
      release();
      if (signal?.aborted && entry.holders === 0) await close(key, entry);
      throw error;
    }
  };
  return {
    acquire,
    async use(target, work, { signal } = {}) {
      const { host, release } = await acquire(target, signal);
      try {
        return await work(host);
      } finally {
        release();
      }
    },
    closeAll: async () => {
      await Promise.all([...entries].map(([key, entry]) => close(key, entry)));
    },
  };
}

async function openWithRetries<Target, Opened extends Host>(
  options: HostPoolOptions<Target, Opened>,
  target: Target,
  signal: AbortSignal,
): Promise<Opened> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await options.open(target, signal);
    } catch (error) {
      const mayPass = error instanceof HostFault && error.mayPass;
      if (!mayPass || attempt >= options.attempts || signal.aborted) throw error;
      await options.timers.sleep(options.backoffMs(attempt), signal);
    }
  }
}

function once(call: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    call();
  };
}
