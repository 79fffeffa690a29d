// pure

import type { ResultOf } from "../../contract/index.ts";
import type { ObservedContainer } from "../plan/observed.ts";

/** What a job on a resource tells of what runs after it. */
export function observedResult(observed: readonly ObservedContainer[]): ResultOf<"stop"> {
  const live = observed.find((each) => each.role === "live");
  if (!live) return { kind: "observed", state: "absent", liveDeployment: null };
  const state = live.state === "crashing" ? "crashed" : live.state;
  return { kind: "observed", state, liveDeployment: live.release.deployment };
}
