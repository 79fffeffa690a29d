// pure

import type { Database } from "@fairlead/db";
import type { Deps } from "../kit/deps.ts";

/** Until when a team's forge is taken for silent. Of this process: another one asks once more, which is all that it costs. */
const silentUntil = new WeakMap<Database, Map<string, number>>();
const silentMs = 30_000;
const maxKept = 10_000;

type Forge = { team: string; host: string };
/** A team's own word: what a team does to a host is nothing that another one should wait for. */
const keyOf = ({ team, host }: Forge) => `${team} ${host}`;

/** A forge that did not answer is not asked by everything else that waits for it: each question would cost its whole time-out. */
export function isSilentNow({ db, clock }: Pick<Deps, "db" | "clock">, forge: Forge): boolean {
  const leftMs = (silentUntil.get(db)?.get(keyOf(forge)) ?? 0) - clock.now();
  // More than was given means that the clock was set back.
  return leftMs > 0 && leftMs <= silentMs;
}

export function noteAnswer(
  { db, clock }: Pick<Deps, "db" | "clock">,
  { isSilent, ...forge }: Forge & { isSilent: boolean },
): void {
  const known = silentUntil.get(db) ?? new Map<string, number>();
  silentUntil.set(db, known);
  if (!isSilent) {
    known.delete(keyOf(forge));
    return;
  }
  if (known.size >= maxKept) known.clear();
  known.set(keyOf(forge), clock.now() + silentMs);
}
