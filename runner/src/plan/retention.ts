import { compareReleases } from "./names.ts";
import { type ObservedContainer, roleOf } from "./observed.ts";

export type Retention = {
  /** Retired ones that still run: their traffic has drained. */
  stop: ObservedContainer[];
  /** Older than the releases to keep, oldest first. */
  remove: ObservedContainer[];
};

/**
 * What happens to an application's other containers once a release is live. `keepReleases` counts the live one. A release is a
 * deployment: its containers of several attempts stay or go together. Candidates are left alone: they belong to somebody's job.
 */
export function planRetention(
  live: ObservedContainer,
  { observed, keepReleases }: { observed: readonly ObservedContainer[]; keepReleases: number },
): Retention {
  const retired = observed
    .filter((each) => each.id !== live.id && roleOf(each) === "retired")
    .sort((a, b) => compareReleases(b.release, a.release));
  const deployments = [...new Set(retired.map((each) => each.release.deployment))].filter(
    (deployment) => deployment !== live.release.deployment,
  );
  const kept = new Set(deployments.slice(0, keepReleases - 1));
  const remove = retired.filter((each) => !kept.has(each.release.deployment)).reverse();
  return {
    stop: retired.filter((each) => each.state !== "stopped"),
    remove,
  };
}
