import type { JobKind, JobResult, PayloadOf } from "../../contract/index.ts";
import type { JobContext } from "../agent/run-job.ts";
import type { JobRunner } from "./job-runner.ts";
import type { JobTools } from "./job-tools.ts";
import * as registered from "./runners.ts";

/** The compiler keeps it whole: a kind of the contract that nothing here runs does not build. */
const runners: { readonly [K in JobKind]: JobRunner<K> } = registered;

/** Does what a job asks. The payload has passed its grammar and the runner's policy. */
export const runPayload = (tools: JobTools, context: JobContext): Promise<JobResult> =>
  runAs(context.payload.kind, context.payload, { tools, context });

type Payloads = { [K in JobKind]: PayloadOf<K> };

const runAs = <K extends JobKind>(
  kind: K,
  payload: Payloads[K],
  given: { tools: JobTools; context: JobContext },
): Promise<JobResult> => runners[kind]({ ...given, payload });
