// pure

import type { JobSecrets, PayloadOf } from "../../contract/index.ts";
import type { Clock } from "../agent/clock.ts";
import type { JobLog } from "../agent/log-stream.ts";
import type { Journal } from "../journal/journal.ts";
import type { Release } from "../plan/names.ts";
import type { Target } from "../ports/target.ts";
import type { FetchedSource } from "../sources/git-sources.ts";

/** Everything one deployment works with. */
export type DeployContext = {
  payload: PayloadOf<"deploy">;
  release: Release;
  secrets: JobSecrets;
  journal: Journal;
  log: JobLog;
  clock: Clock;
  /** What is told with the result. */
  warnings: string[];
  /** See the result of a deployment. */
  unnamedVolumes: string[];
  /** Ends work until the traffic moves: cancelled, out of time, or the lease is gone. */
  signal: AbortSignal;
  /** Ends work after the traffic moved: from there on only a lost lease does. */
  lostSignal: AbortSignal;
  openTarget: (signal: AbortSignal) => Promise<Target>;
  fetchSource: (signal: AbortSignal) => Promise<FetchedSource>;
};
