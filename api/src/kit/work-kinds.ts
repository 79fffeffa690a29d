// pure

import type { schema } from "@fairlead/db";
import type { JobKind, JobOutcome, JobSecrets, PayloadOf, StepEvent } from "@fairlead/runner/contract";
import type { BatchItem } from "drizzle-orm/batch";
import type { JobEnd } from "../rules/job-end.ts";
import type { Deps } from "./deps.ts";

export type JobRow = typeof schema.job.$inferSelect;
/** A job with the status of the deployment it works on, at the target where it does. */
export type OpenJob = JobRow & { deploymentStatus: typeof schema.deployment.$inferSelect.status | null };

export type JobOrder = {
  kind: JobKind;
  teamId: string;
  /** The runner that holds the keys: `server.runnerId`. */
  runnerId: string;
  serverId?: string;
  deploymentId?: string;
  /** What it is about, if that is not the server itself. */
  resourceId?: string;
  sourceId?: string;
  registryId?: string;
};

export type Compiled<K extends JobKind = JobKind> = { payload: PayloadOf<K>; secrets: JobSecrets };

/** An attempt that was the last one. */
export type Ended = { end: Extract<JobEnd, { again: false }>; outcome: JobOutcome | null };

/**
 * All that the control plane knows of one kind of job. It stands in the folder of the feature that asks for such jobs; the queue, which
 * knows no feature, finds it in `Deps.kinds`. Laws:
 * - `compile` reads only, and opens secrets for the runner that holds the lease;
 * - `apply` may be called again with the same outcome;
 * - what `ended`, `again` and `lost` give is written in one batch with the end of the attempt, or not at all.
 */
export type WorkKind<K extends JobKind> = {
  /** How long one attempt may take. */
  timeoutMs: number;
  /** How often a fault of ours is tried again. */
  maxAttempts: number;
  /** Jobs with the same lock never run beside each other. */
  lock: (order: JobOrder) => string | null;
  /** Asked for twice while it waits, it is one job. */
  isMergeable: boolean;
  /** Takes one of its server's places for builds. */
  isBuild: boolean;
  /** Before everything else that waits for its lock. */
  goesFirst?: boolean;
  /** May run at a server whose key nobody has confirmed yet. */
  isForStrangers?: boolean;
  /** Brings out a deployment: it is told, kept and forgotten with that one. */
  isRelease?: boolean;
  /** What the claiming runner gets, made at the claim: it never holds stale settings. */
  compile: (deps: Deps, job: JobRow) => Promise<Compiled<K>>;
  /** Hands on what the job found out, before it is closed. */
  apply?: (deps: Deps, job: OpenJob, outcome: JobOutcome) => Promise<void>;
  /** What changes with the end of the job. */
  ended?: (deps: Deps, job: OpenJob, ended: Ended) => Promise<BatchItem<"sqlite">[]>;
  /** What changes when it waits for another attempt. */
  again?: (deps: Deps, job: OpenJob) => BatchItem<"sqlite">[];
  /** What has to happen when nobody knows what the job left at its target. */
  lost?: (deps: Deps, job: OpenJob) => BatchItem<"sqlite">[];
  /** Tells open pages. */
  announce?: (deps: Deps, job: JobRow, news: JobNews) => void;
  /** Tells open pages how far it is. */
  progress?: (deps: Deps, job: Reported, progress: JobProgress) => void;
  /** What follows once the batch is written, in the background. */
  afterwards?: (deps: Deps, job: Reported, isOver: boolean) => Promise<void>;
};

/** What is known of a job where a runner tells of its work. */
export type Reported = Pick<JobRow, "teamId" | "kind" | "subjectId" | "deploymentId">;

export type JobNews = { status: string; outcome: JobOutcome | null };
export type JobProgress = { steps: readonly StepEvent[]; isLive: boolean };

/** The compiler keeps it whole: a kind of the contract that nothing here asks for does not build. */
export type WorkKinds = { readonly [K in JobKind]: WorkKind<K> };
