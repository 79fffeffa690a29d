import type { Database } from "@fairlead/db";
import { type Lane, nextLanes } from "../../rules/next-lanes.ts";
import type { Deps } from "../deps.ts";

/**
 * A queue of many lanes. Within a lane work goes one after the other; between lanes teams go in turn, and one that hangs holds its own
 * slot only.
 */
export type LaneQueue = {
  name: string;
  /** Lanes with work that is due, longest waiting first, without those that some worker holds by a lease. */
  listDue(deps: Deps): Promise<Lane[]>;
  /**
   * Does some of a lane's work, what it does held by leases of its own: it may run twice at once. True when more may be due. What it
   * throws is logged.
   */
  work(deps: Deps, lane: Lane): Promise<boolean>;
};

type AtWork = { lane: Lane; since: number };
type Workshop = { atWork: Set<AtWork>; isSomeoneWaiting: boolean; lastLook: Promise<unknown> };
const workshops = new WeakMap<Database, Map<string, Workshop>>();
/** Longer than any lease: whoever is still at it then has lost it, and holds a slot but no lane. Also when the clock was set back. */
const hungAfterMs = 2 * 60_000;

function workshopOf({ db }: Deps, { name }: LaneQueue): Workshop {
  const ofDatabase = workshops.get(db) ?? new Map<string, Workshop>();
  workshops.set(db, ofDatabase);
  const workshop = ofDatabase.get(name) ?? { atWork: new Set(), isSomeoneWaiting: false, lastLook: Promise.resolve() };
  ofDatabase.set(name, workshop);
  return workshop;
}

/** Begins whatever is due and has a slot. Resolves once it has begun; the work goes on in the background. Never throws. */
export async function lookAtLanes(deps: Deps, queue: LaneQueue): Promise<void> {
  for (const done of await look(deps, queue)) deps.background(() => done);
}

/** The same, and waits for what it began and for what was due behind that. */
export async function workLanes(deps: Deps, queue: LaneQueue): Promise<void> {
  await Promise.all(await look(deps, queue));
}

/** One look after the other: what is begun by one is at work for the next. */
function look(deps: Deps, queue: LaneQueue): Promise<Promise<void>[]> {
  const workshop = workshopOf(deps, queue);
  const next = workshop.lastLook
    .then(() => begin(deps, queue, workshop))
    .catch((error: unknown) => {
      deps.log.error("a queue could not be looked at", error, { queue: queue.name });
      return [];
    });
  workshop.lastLook = next;
  return next;
}

async function begin(deps: Deps, queue: LaneQueue, workshop: Workshop): Promise<Promise<void>[]> {
  const { atWork } = workshop;
  const { capacity, clock } = deps;
  workshop.isSomeoneWaiting = atWork.size >= capacity.atOnce;
  if (workshop.isSomeoneWaiting || capacity.isSpent()) return [];
  const due = await queue.listDue(deps);
  const now = clock.now();
  const busy = Array.from(atWork, ({ lane, since }) =>
    Math.abs(now - since) > hungAfterMs ? { ...lane, key: `${lane.key} hangs` } : lane,
  );
  const begun = nextLanes(due, busy, capacity);
  workshop.isSomeoneWaiting = due.length > begun.length;
  return begun.map((lane) => workOne(deps, queue, { lane, workshop }));
}

type At = { lane: Lane; workshop: Workshop };

async function workOne(deps: Deps, queue: LaneQueue, { lane, workshop }: At): Promise<void> {
  const entry = { lane, since: deps.clock.now() };
  workshop.atWork.add(entry);
  let isMore = false;
  try {
    isMore = await queue.work(deps, lane);
  } catch (error) {
    // It stays due and is begun again by the next look from outside, never in a circle.
    deps.log.error("a lane of a queue could not be worked on", error, { queue: queue.name, lane: lane.key });
  }
  workshop.atWork.delete(entry);
  if (isMore || workshop.isSomeoneWaiting) await Promise.all(await look(deps, queue));
}
