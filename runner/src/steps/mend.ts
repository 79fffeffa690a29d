import type { ObservedContainer } from "../plan/observed.ts";
import type { OwnDriver } from "../ports/driver.ts";

type Disorder = {
  /** Becomes the live one. */
  restore: ObservedContainer | undefined;
  remove: readonly ObservedContainer[];
  signal: AbortSignal;
  onRemove?: (container: ObservedContainer) => void;
};

/**
 * Puts in order what somebody who died left behind. One that runs becomes live first, so that requests reach it before anything is
 * taken away; one that stepped aside needs the place of those that are removed.
 */
export async function mend(driver: OwnDriver, { restore, remove, signal, onRemove }: Disorder): Promise<void> {
  if (restore && !restore.isAside) await driver.restoreLive(restore);
  for (const each of remove) {
    signal.throwIfAborted();
    onRemove?.(each);
    await driver.remove(each);
  }
  if (restore?.isAside) await driver.restoreLive(restore);
}
