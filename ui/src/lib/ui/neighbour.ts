const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** Where a key leads from one entry of a list; undefined for keys that mean something else, and from outside of it. */
export function neighbour<T>(entries: readonly T[], { at, key }: { at: number; key: string }): T | undefined {
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step && at >= 0 ? entries[step(at, entries.length - 1)] : undefined;
}
