import type { Hub, LiveEvent } from "../deps.ts";

type Listener = (event: LiveEvent) => void;

function addTo<T>(map: Map<string, Set<T>>, key: string, value: T) {
  const set = map.get(key) ?? new Set<T>();
  map.set(key, set.add(value));
  return () => {
    set.delete(value);
    if (set.size === 0) map.delete(key);
  };
}

/** A reader that falls this far behind is cut off and reads the truth again from the API. */
const maxBacklog = 1_000;

/** Listens from this moment on, not from the first read: what happens in between is not lost. */
function eventsOf(
  listen: (listener: Listener) => () => void,
  { signal, closing }: { signal: AbortSignal; closing: AbortSignal },
): AsyncGenerator<LiveEvent> {
  const backlog: LiveEvent[] = [];
  let wake = () => {};
  const stopListening = listen((event) => {
    backlog.push(event);
    wake();
  });
  const stop = () => {
    stopListening();
    signal.removeEventListener("abort", stop);
    closing.removeEventListener("abort", stop);
    wake();
  };
  signal.addEventListener("abort", stop);
  closing.addEventListener("abort", stop);
  return (async function* read() {
    try {
      while (!signal.aborted && !closing.aborted && backlog.length < maxBacklog) {
        const next = backlog.shift();
        if (next) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      stop();
    }
  })();
}

/** Wake-ups within one process. `close` ends every wait and every stream, so that a stopping server need not wait for them. */
export function createMemoryHub(): Hub & { close(): void } {
  const closing = new AbortController();
  const listeners = new Map<string, Set<Listener>>();
  const waiting = new Map<string, Set<() => void>>();
  return {
    publish: (teamId, event) => {
      for (const listener of listeners.get(teamId) ?? []) listener(event);
    },
    subscribe: (teamId, signal) =>
      eventsOf((listener) => addTo(listeners, teamId, listener), { signal, closing: closing.signal }),
    wakeRunner: (runnerId) => {
      for (const wake of [...(waiting.get(runnerId) ?? [])]) wake();
    },
    awaitRunner: (runnerId, waitMs, signal) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          closing.signal.removeEventListener("abort", done);
          leave();
          resolve();
        };
        const timer = setTimeout(done, waitMs);
        const leave = addTo(waiting, runnerId, done);
        signal.addEventListener("abort", done);
        closing.signal.addEventListener("abort", done);
        if (signal.aborted || closing.signal.aborted) done();
      }),
    close: () => closing.abort(),
  };
}
