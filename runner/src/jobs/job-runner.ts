// pure

import type { JobKind, PayloadOf, ResultOf } from "../../contract/index.ts";
import type { JobContext } from "../agent/run-job.ts";
import type { JobTools } from "./job-tools.ts";

export type JobAtHand<K extends JobKind> = { tools: JobTools; context: JobContext; payload: PayloadOf<K> };

/** Does what a job of one kind asks. The payload has passed its grammar and the runner's policy. */
export type JobRunner<K extends JobKind> = (job: JobAtHand<K>) => Promise<ResultOf<K>>;
