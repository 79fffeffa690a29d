import type { Deps } from "../../kit/deps.ts";
import { isReachable } from "../../places/servers/is-reachable.ts";
import { conflict } from "../../rules/errors.ts";

type Place = { name: string; state: string; runnerLastSeenAt: number; runnerRevokedAt: number | null };

/** What can be reached is cleaned, not given up. */
export function refuseWhileReachable({ clock }: Pick<Deps, "clock">, place: Place): void {
  if (!isReachable(place, clock.now())) return;
  throw conflict(
    "resource.server_reachable",
    `Server ${place.name} can be reached: remove what runs there without force, so that nothing stays on it.`,
  );
}
