import type { Database } from "@fairlead/db";
import type { Deps } from "../deps.ts";
import { lookAtLanes } from "../lanes/work-lanes.ts";
import { inbox } from "./process-inbox.ts";

/** The pauses of a process and database. They only save work: two workers never take the same delivery. */
const kicks = new WeakMap<Database, { lookedAt: number; isPlanned: boolean }>();
/** Whoever is delivering goes first. */
const shortPauseMs = 2;
/** Between two looks: in a burst many deliveries are decided together, and alone nobody waits. */
const paceMs = 100;

/** Starts on the inbox after the answer was sent. A source that is being worked on already is looked at again before that ends. */
export function kickInbox(deps: Deps): void {
  const kick = kicks.get(deps.db) ?? { lookedAt: Number.NEGATIVE_INFINITY, isPlanned: false };
  kicks.set(deps.db, kick);
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
