import type { Deps } from "./kit/deps.ts";
import { lookAtLanes } from "./kit/lanes/work-lanes.ts";
import { checkDueServers } from "./places/servers/check-due.ts";
import { followTags } from "./pushes/follow-tags.ts";
import { polls } from "./pushes/poll-heads.ts";
import { inbox } from "./pushes/process-inbox.ts";
import { bulks } from "./releases/bulk/work-bulks.ts";
import { levelTargets } from "./releases/levelling/level-targets.ts";
import { tendVolumes } from "./resources/volumes/tend-volumes.ts";
import { sweep } from "./work/jobs/sweep.ts";
import { outbox } from "./work/notifications/send-due.ts";
import { prune } from "./work/retention/prune.ts";

type Duty = {
  name: string;
  /** Pace on Node. The cron trigger of Workers comes once a minute and runs everything that is due by then. */
  everyMs: number;
  run(deps: Deps): Promise<unknown>;
};

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** What must happen without anyone asking. Each is safe to repeat and to run beside itself. */
const duties: readonly Duty[] = [
  { name: "sweep", everyMs: 5 * second, run: sweep },
  { name: "send-due", everyMs: 5 * second, run: (deps) => lookAtLanes(deps, outbox) },
  { name: "inbox", everyMs: 5 * second, run: (deps) => lookAtLanes(deps, inbox) },
  { name: "bulks", everyMs: 5 * second, run: (deps) => lookAtLanes(deps, bulks) },
  { name: "level-targets", everyMs: 5 * second, run: levelTargets },
  { name: "check-servers", everyMs: 30 * second, run: (deps) => checkDueServers(deps) },
  { name: "poll-heads", everyMs: minute, run: (deps) => lookAtLanes(deps, polls) },
  { name: "follow-tags", everyMs: minute, run: (deps) => followTags(deps) },
  { name: "tend-volumes", everyMs: hour, run: (deps) => tendVolumes(deps) },
  { name: "prune", everyMs: hour, run: (deps) => prune(deps) },
];

async function perform(duty: Duty, deps: Deps): Promise<void> {
  try {
    await duty.run(deps);
  } catch (error) {
    // One duty must not keep the others from running; the next turn tries again.
    deps.log.error("a periodic duty failed", error, { duty: duty.name });
  }
}

/** Runs each duty at its pace, never beside itself in this process. Returns the stop. */
export function startTimers(deps: Deps): () => void {
  const timers = new Map<string, NodeJS.Timeout>();
  let isStopped = false;
  const schedule = (duty: Duty) => {
    if (isStopped) return;
    const timer = setTimeout(() => void perform(duty, deps).then(() => schedule(duty)), duty.everyMs);
    timers.set(duty.name, timer);
  };
  for (const duty of duties) schedule(duty);
  return () => {
    isStopped = true;
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

/** One turn of the cron trigger: duties with a longer pace run in the minute in which a multiple of their pace lies. */
export async function runCronTurn(deps: Deps, scheduledAtMs: number): Promise<void> {
  for (const duty of duties) {
    const isDue = scheduledAtMs % Math.max(duty.everyMs, minute) < minute;
    if (isDue) await perform(duty, deps);
  }
}
