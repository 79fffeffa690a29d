import type { Deps, Kicks } from "../kit/deps.ts";
import { lookAtLanes } from "../kit/lanes/work-lanes.ts";
import { inbox } from "./process-inbox.ts";

/** The oldest is forgotten beyond: its team's next delivery is looked at a moment earlier. */
const mostKicks = 1_000;
/** Whoever is delivering goes first. */
const shortPauseMs = 2;
/** A look that did not begin so long after its time was lost with the request that planned it. */
const lostAfterMs = 5_000;

/** Starts on the inbox after the answer was sent. A source that is being worked on already is looked at again before that ends. */
export function kickInbox(deps: Deps, { teamId }: { teamId: string }): void {
  const kick = kickOf(deps.kicks, teamId);
  const now = performance.now();
  if (kick.plannedFor !== null && now < kick.plannedFor + lostAfterMs) return;
  // Nobody waits because another team is in a burst.
  const pauseMs = Math.max(shortPauseMs, kick.lookedAt + deps.kicks.paceMs - now);
  kick.plannedFor = now + pauseMs;
  deps.background(async () => {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    kick.plannedFor = null;
    kick.lookedAt = performance.now();
    await lookAtLanes(deps, inbox);
  });
}

function kickOf({ ofTeams }: Kicks, teamId: string) {
  const kick = ofTeams.get(teamId) ?? { lookedAt: Number.NEGATIVE_INFINITY, plannedFor: null };
  ofTeams.delete(teamId);
  ofTeams.set(teamId, kick);
  const [oldest] = ofTeams.keys();
  if (ofTeams.size > mostKicks && oldest !== undefined) ofTeams.delete(oldest);
  return kick;
}
