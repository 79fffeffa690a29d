type Options = {
  /** Loads anew whatever the question is answered with yes for. */
  reload: (isStale: (key: string) => boolean) => Promise<unknown>;
  /** Waits a moment, so that what comes together is loaded once. */
  gather: () => Promise<void>;
};

/**
 * Collects what has become stale and loads it anew, one load at a time. A load that begins while another is under way makes the
 * router throw the first one's answer away, so a busy stream would never show anything: what comes in between waits for the end.
 */
export function createStaleQueue({ reload, gather }: Options) {
  let stale = new Set<string>();
  let isAll = false;
  let isRunning = false;

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    while (isAll || stale.size > 0) {
      await gather();
      const [keys, all] = [stale, isAll];
      stale = new Set();
      isAll = false;
      // A load that fails shows its own error; the next event tries again.
      await reload((key) => all || keys.has(key)).catch(() => undefined);
    }
    isRunning = false;
  }

  return {
    add(keys: Iterable<string>): void {
      for (const key of keys) stale.add(key);
      void run();
    },
    addAll(): void {
      isAll = true;
      void run();
    },
  };
}
