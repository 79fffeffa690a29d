// pure

import { contractVersion } from "@fairlead/runner/contract";

/** Told on the runners page, before and while something waits for a newer runner. */
export function updateReason(runner: { version: string; contract: number; tooNew: number }): string | null {
  if (runner.contract >= contractVersion) return null;
  if (runner.tooNew === 0)
    return `Version ${runner.version} does not know every setting that this control plane has. What is used so far works; update the runner before you use more.`;
  const jobs = runner.tooNew === 1 ? "One job waits" : `${runner.tooNew} jobs wait`;
  return `${jobs} for an update of this runner: version ${runner.version} does not know a setting that is used.`;
}
