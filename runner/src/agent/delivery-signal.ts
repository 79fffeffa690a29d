// pure

import type { Clock } from "./clock.ts";

/** What is undelivered waits on disk for the next start, so a shutdown is not held up for long. */
const graceMs = 10_000;

/** For one delivery: aborted some time after the runner was told to stop, or after the delivery began if that is later. */
export function deliverySignal(
  stop: AbortSignal,
  clock: Pick<Clock, "after">,
): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  let disarm = () => {};
  const arm = () => {
    disarm = clock.after(graceMs, () => controller.abort(new Error("the runner leaves")));
  };
  if (stop.aborted) arm();
  else stop.addEventListener("abort", arm, { once: true });
  const clear = () => {
    stop.removeEventListener("abort", arm);
    disarm();
  };
  return { signal: controller.signal, clear };
}
