import type { Exception } from "./exceptions.ts";
import type { Recorded } from "./recording.ts";

/** Remembers which exceptions were needed, so that one that covers nothing any more is seen. */
export function permitFrom<E extends Exception>(exceptions: readonly E[]) {
  const used = new Set<E>();
  return {
    allows: ({ by }: Recorded, fits: (exception: E) => boolean): boolean => {
      const allowing = exceptions.filter((each) => by.includes(`api/src/${each.by}`) && fits(each));
      for (const each of allowing) used.add(each);
      return allowing.length > 0;
    },
    unused: (): E[] => exceptions.filter((each) => !used.has(each) && !each.byMoment),
  };
}
