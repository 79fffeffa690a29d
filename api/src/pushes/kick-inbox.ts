import type { Database } from "@fairlead/db";
import type { Deps } from "../kit/deps.ts";
import { lookAtLanes } from "../kit/lanes/work-lanes.ts";
import { inbox } from "./process-inbox.ts";

type Kick = { lookedAt: number; isPlanned: boolean };
/** The pauses of a process and database, a team's own. They only save work: two workers never take the same delivery. */
const kicks = new WeakMap<Database, Map<string, Kick>>();
/** The oldest is forgotten beyond: its team's next delivery is looked at a moment earlier. */
const mostKicks = 1_000;
/** Whoever is delivering goes first. */
const shortPauseMs = 2;
/** Between two looks for one team: in a burst its deliveries are decided together. Nobody waits because another team is in a burst. */
const paceMs = 100;

/** Starts on the inbox after the answer was sent. A source that is being worked on already is looked at again before that ends. */
export function kickInbox(deps: Deps, { teamId }: { teamId: string }): void {
  const kick = kickOf(deps, teamId);
  if (kick.isPlanned) return;
  kick.isPlanned = true;
  const pauseMs = Math.max(shortPauseMs, kick.lookedAt + paceMs - performance.now());
  deps.background(async () => {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    kick.isPlanned = false;
    kick.lookedAt = performance.now();
    await lookAtLanes(deps, inbox);
  });
}

function kickOf({ db }: Pick<Deps, "db">, teamId: string): Kick {
  const ofDatabase = kicks.get(db) ?? new Map<string, Kick>();
  kicks.set(db, ofDatabase);
  const kick = ofDatabase.get(teamId) ?? { lookedAt: Number.NEGATIVE_INFINITY, isPlanned: false };
  ofDatabase.delete(teamId);
  ofDatabase.set(teamId, kick);
  const [oldest] = ofDatabase.keys();
  if (ofDatabase.size > mostKicks && oldest !== undefined) ofDatabase.delete(oldest);
  return kick;
}
