/** Bounds a wait. `onLate` makes the error; `onAbandon` undoes what may still arrive after the caller has left. */
export type WithinOptions<T> = {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onLate: () => Error;
  onAbandon?: (value: T) => void;
};

/**
 * Resolves with the promise, or rejects after `timeoutMs` or with the signal's reason, whichever is first.
 * A value that arrives after that is handed to `onAbandon`, so a channel opened too late is closed and not leaked.
 */
export function within<T>(work: Promise<T>, { timeoutMs, signal, onLate, onAbandon }: WithinOptions<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let isOver = false;
    const end = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      settle();
    };
    const abort = () => end(() => reject(signal?.reason));
    const timer = setTimeout(() => end(() => reject(onLate())), timeoutMs);
    work.then(
      (value) => (isOver ? onAbandon?.(value) : end(() => resolve(value))),
      (error) => end(() => reject(error)),
    );
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}
