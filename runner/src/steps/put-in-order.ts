import type { ReconcilePlan } from "../plan/plan-reconcile.ts";
import type { OwnDriver } from "../ports/driver.ts";
import { mend } from "./mend.ts";

/** How long a version that should not run any more may take to end. */
const stopGraceSeconds = 10;

/** Does what was planned for a resource after a job that was lost. `onFlipBack`: the traffic goes back to the version before. */
export async function putInOrder(
  driver: OwnDriver,
  { plan, signal, onFlipBack }: { plan: ReconcilePlan; signal: AbortSignal; onFlipBack?: () => void },
): Promise<void> {
  const { restore, flipBack, stop, settle, remove } = plan;
  if (flipBack) {
    const { from, to } = flipBack;
    await driver.flipBack({ release: from.release, candidate: from, previous: to });
    onFlipBack?.();
  }
  await mend(driver, { restore, remove, signal });
  for (const each of settle) if (!remove.includes(each)) await driver.settle(each);
  await Promise.all(stop.map((each) => driver.stop(each, stopGraceSeconds)));
}
