import { compareReleases, type Release } from "./names.ts";
import { isCommand, type ObservedContainer } from "./observed.ts";

/**
 * What a deployment does with what it finds.
 * - `stale`: a newer deployment or attempt was here. Touch nothing.
 * - `resume`: an earlier attempt of this deployment already gets the traffic. Only what comes after the flip is left.
 * - `release`: mend who is live, remove the leftovers, then start beside `live`.
 */
export type DeploymentPlan =
  | { kind: "stale"; newer: Release }
  | {
      kind: "resume";
      live: ObservedContainer;
      previous: ObservedContainer | undefined;
      leftovers: ObservedContainer[];
      observed: ObservedContainer[];
    }
  | {
      kind: "release";
      live: ObservedContainer | undefined;
      repair: ObservedContainer | undefined;
      leftovers: ObservedContainer[];
    };

export function planDeployment(release: Release, observed: readonly ObservedContainer[]): DeploymentPlan {
  const newer = findNewer(release, observed);
  if (newer) return { kind: "stale", newer };
  const live = observed.find((each) => each.role === "live");
  // A candidate here was left by an attempt that died: this attempt starts its own. What that one ran once stays to tell its end.
  const leftovers = observed.filter(
    (each) => each.role === "candidate" || (isCommand(each) && each.release.deployment !== release.deployment),
  );
  if (live?.release.deployment === release.deployment) {
    return { kind: "resume", live, previous: findPrevious(observed), leftovers, observed: [...observed] };
  }
  const repair = live ? undefined : planRepair(observed);
  return { kind: "release", live: live ?? repair, repair, leftovers };
}

/** The fence. Asked when the job begins and again right before traffic moves. */
export function findNewer(release: Release, observed: readonly ObservedContainer[]): Release | undefined {
  return observed.find((each) => compareReleases(each.release, release) > 0)?.release;
}

/** The one that served before and still runs, or stopped only to make room: what a flip goes back to. */
export const findPrevious = (observed: readonly ObservedContainer[]) =>
  newestOf(observed.filter((each) => each.role === "retired" && (each.state === "running" || each.isAside)));

/**
 * Nobody is live: a flip died half way, or a replacement did. The newest one that was retired and still runs, or that stepped aside, was. A resource that was stopped keeps its
 * live one, so this never wakes one up.
 */
export function planRepair(observed: readonly ObservedContainer[]): ObservedContainer | undefined {
  if (observed.some((each) => each.role === "live")) return undefined;
  return findPrevious(observed);
}

function newestOf(containers: readonly ObservedContainer[]): ObservedContainer | undefined {
  return [...containers].sort((a, b) => compareReleases(b.release, a.release))[0];
}
