import type { Deps } from "../deps.ts";
import { runBatch } from "../write/run-batch.ts";
import { movedTimes } from "./moved-times.store.ts";

type Followed = Pick<Deps, "db" | "clock" | "log">;

/** Goes on by the machine's clock when that was set, and takes along what is being waited for. Safe to call at any time. */
export async function followClock(deps: Followed): Promise<void> {
  const { clock } = deps;
  const stepMs = clock.stepMs();
  if (stepMs === 0) return;
  // First, so that whoever writes from here on counts from the new time: writes are made one after the other, and this is the next.
  clock.follow(stepMs);
  try {
    await moveTimes(deps, stepMs);
  } catch (error) {
    clock.follow(-stepMs);
    throw error;
  }
}

/** The clock was set by so many ms; as much is left of everything that is waited for as before. */
async function moveTimes({ db, log }: Pick<Deps, "db" | "log">, stepMs: number): Promise<void> {
  await runBatch(db, [...movedTimes(db, stepMs)]);
  log.info("the clock was set; what waits and what runs goes on as before", { byMs: stepMs });
}
