const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isSame = (one: unknown, other: unknown) =>
  one === other || (Array.isArray(one) && JSON.stringify(one) === JSON.stringify(other));

/**
 * A draft after somebody saved: what is being typed stays, and what nobody touched here becomes what is stored now. A record in it is no
 * one value: each of its fields is looked at, so that one that is typed holds back no other.
 */
export const rebased = <D extends object>(draft: D, { before, after }: { before: D; after: D }): D => ({
  ...after,
  ...Object.fromEntries(
    Object.entries(draft).flatMap(([key, value]) => {
      const [was, is]: unknown[] = [Reflect.get(before, key), Reflect.get(after, key)];
      if (isRecord(value) && isRecord(was) && isRecord(is)) return [[key, rebased(value, { before: was, after: is })]];
      return isSame(value, was) ? [] : [[key, value]];
    }),
  ),
});
