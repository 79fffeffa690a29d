// pure

import type { Seat } from "../../rules/next-turn.ts";

/** First come, first served within a lane; whoever had a turn stands behind the others. */
export function createQueues<W extends Seat>() {
  const subjects = new Map<string, Map<Seat["lane"], W[]>>();
  const put = ({ subject, lane }: Seat, list: W[]) => {
    const lanes = subjects.get(subject) ?? new Map<Seat["lane"], W[]>();
    subjects.delete(subject);
    lanes.delete(lane);
    if (list.length > 0) lanes.set(lane, list);
    if (lanes.size > 0) subjects.set(subject, lanes);
  };
  const listOf = ({ subject, lane }: Seat) => subjects.get(subject)?.get(lane) ?? [];
  return {
    isEmpty: () => subjects.size === 0,
    lengthOf: (seat: Seat) => listOf(seat).length,
    heads: () => [...subjects.values()].flatMap((lanes) => [...lanes.values()].flatMap((list) => list.slice(0, 1))),
    add(waiter: W) {
      const list = listOf(waiter);
      list.push(waiter);
      if (list.length === 1) put(waiter, list);
    },
    take: (waiter: W) => put(waiter, listOf(waiter).slice(1)),
    remove(waiter: W) {
      const list = listOf(waiter);
      const at = list.indexOf(waiter);
      if (at >= 0) list.splice(at, 1);
      if (at >= 0 && list.length === 0) put(waiter, list);
    },
  };
}
