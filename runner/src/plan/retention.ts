import { keptImages } from "../../contract/index.ts";
import { compareReleases } from "./names.ts";
import type { ObservedContainer } from "./observed.ts";

export type Retention = {
  /** Retired ones that still run: their traffic has drained. */
  stop: ObservedContainer[];
  /** Stepped aside, and are not waited for any more. */
  settle: ObservedContainer[];
  /** Commands of before that have ended, and what is not needed for going back any more, oldest first. */
  remove: ObservedContainer[];
};

/**
 * What happens to a resource's other containers once a release is live. Images are what is counted, the live one's among them: each
 * that is kept has the containers of the newest deployment that ran it, whose attempts stay or go together. Candidates are left alone:
 * they belong to somebody's job.
 */
export function planRetention(
  live: ObservedContainer,
  { observed, keepReleases }: { observed: readonly ObservedContainer[]; keepReleases: number },
): Retention {
  const retired = observed
    .filter((each) => each.id !== live.id && each.role === "retired")
    .sort((a, b) => compareReleases(b.release, a.release));
  const releases = newestOfEach([live, ...retired]);
  const kept = keptImages(
    releases.map(({ image }) => image),
    keepReleases,
  );
  const holders = kept.map((image) => releases.find((each) => each.image === image));
  const isNeeded = (one: ObservedContainer) =>
    holders.some((holder) => holder?.image === one.image && holder.release.deployment === one.release.deployment);
  return {
    settle: retired.filter((each) => each.isAside),
    stop: retired.filter((each) => each.state !== "stopped"),
    remove: [
      ...observed.filter((each) => each.role === "command"),
      ...retired.filter((each) => each.release.deployment === live.release.deployment || !isNeeded(each)).reverse(),
    ],
  };
}

/** What a deployment ran in the end: the image of its newest attempt. */
function newestOfEach(newestFirst: readonly ObservedContainer[]): ObservedContainer[] {
  const seen = new Map<string, ObservedContainer>();
  for (const each of newestFirst) if (!seen.has(each.release.deployment)) seen.set(each.release.deployment, each);
  return [...seen.values()];
}
