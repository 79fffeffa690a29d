import type { DeploymentStatus, ResourceState } from "@fairlead/runner/contract";

type Line<Word> = { is: Word; whenAny: Word; besideOthers?: true };

/**
 * The status of a deployment out of those at its targets: the first line that holds. It is open while any is open, and succeeded only when
 * all are. A list and not a function, because statements that change many deployments at once are made of it too.
 */
export const deploymentLines: readonly Line<DeploymentStatus>[] = [
  { is: "cancelling", whenAny: "cancelling" },
  { is: "running", whenAny: "running" },
  // Some targets wait while others have begun or ended.
  { is: "running", whenAny: "queued", besideOthers: true },
  { is: "queued", whenAny: "queued" },
  { is: "live", whenAny: "live" },
  { is: "failed", whenAny: "failed" },
  { is: "cancelled", whenAny: "cancelled" },
  { is: "superseded", whenAny: "superseded" },
  { is: "succeeded", whenAny: "succeeded" },
];

/** The state of a resource out of those at its targets: whatever is amiss anywhere shows. */
export const stateLines: readonly Line<ResourceState>[] = [
  { is: "gone", whenAny: "gone" },
  { is: "crashed", whenAny: "crashed" },
  { is: "unknown", whenAny: "unknown" },
  { is: "stopped", whenAny: "stopped" },
  { is: "running", whenAny: "running" },
  { is: "new", whenAny: "new" },
];

/** undefined: there is no target at all. */
export function rollUp<Word>(lines: readonly Line<Word>[], words: readonly Word[]): Word | undefined {
  const holds = ({ whenAny, besideOthers }: Line<Word>) =>
    words.includes(whenAny) && (!besideOthers || words.some((word) => word !== whenAny));
  return lines.find(holds)?.is;
}
