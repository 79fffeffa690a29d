import { type JobKind, jobStates, LogStream } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { at, createdAt, enumOf, flag, id } from "./columns.ts";
import { runner, server } from "./servers.ts";
import { team } from "./teams.ts";

/** What a job may be about. */
export const jobSubjects = ["resource", "server", "source", "runner", "registry"] as const;

/**
 * Queued work for one runner. The payload is compiled at claim time from `subject` rows (deployment, server …), so a queued job
 * never holds stale settings or secrets; a deployment's spec is frozen in its own row.
 */
export const job = sqliteTable(
  "job",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    kind: text("kind").$type<JobKind>().notNull(),
    state: enumOf("state", jobStates).notNull(),
    /** Only this runner holds the keys the job needs. */
    runnerId: text("runner_id")
      .notNull()
      .references(() => runner.id, { onDelete: "cascade" }),
    serverId: text("server_id").references(() => server.id, { onDelete: "cascade" }),
    /** What it is about, and of which kind that is. The id tells no table: what it was may be gone. */
    subjectKind: enumOf("subject_kind", jobSubjects).notNull(),
    subjectId: text("subject_id").notNull(),
    deploymentId: text("deployment_id"),
    /** A mutating job excludes every other mutating job of the same lock key (resource, or server for routes). */
    lockKey: text("lock_key"),
    /** Takes one of the server's build slots. */
    isBuild: flag("is_build").notNull(),
    /** Before everything else that waits for its lock. */
    goesFirst: flag("goes_first").notNull().default(false),
    /** Not before its server has shown the key that was confirmed. */
    needsTrust: flag("needs_trust").notNull().default(true),
    /** Brings out its deployment, and stays as long as that does. */
    isRelease: flag("is_release").notNull().default(false),
    /** Unique among open jobs where asking twice means the same, e.g. `check-server:srv_…`. */
    dedupeKey: text("dedupe_key"),
    attempt: integer("attempt").notNull().default(0),
    maxAttempts: integer("max_attempts").notNull(),
    leaseId: text("lease_id"),
    leaseEndsAt: at("lease_ends_at"),
    claimKey: text("claim_key"),
    cancelRequestedAt: at("cancel_requested_at"),
    availableAt: at("available_at").notNull(),
    /** The contract this job needed when its runner, an older one, last asked; null when it was never too new. */
    needsContract: integer("needs_contract"),
    /** The job ends by then whatever happens; set again by each claim. */
    deadlineAt: at("deadline_at"),
    timeoutMs: integer("timeout_ms").notNull(),
    /** When a job of the same resource was given out last: of those that wait, the resource served longest ago is next. */
    servedAt: at("served_at").notNull().default(0),
    lastStep: text("last_step"),
    lastStepClass: text("last_step_class"),
    chunkCount: integer("chunk_count"),
    /** Bytes of log taken so far, dropped ones included: above the cap nothing more is stored. */
    logSizeBytes: integer("log_size_bytes").notNull().default(0),
    /** Chunks that came again with another text. The first text stays. */
    logConflicts: integer("log_conflicts").notNull().default(0),
    finishKey: text("finish_key"),
    /** JSON of the JobOutcome, once ended. */
    outcome: text("outcome"),
    /** Something odd a person may want to know, e.g. a result that came after the lease was lost. */
    note: text("note"),
    createdAt: createdAt(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
  },
  (t) => [
    // The claim: what waits for this runner, server by server and builds apart, in the order of its turns.
    index("job_queue")
      .on(t.runnerId, t.serverId, t.isBuild, t.servedAt, t.createdAt, t.id)
      .where(sql`state = 'queued'`),
    // Of each lock the oldest goes first, those that look at what was left before all others.
    index("job_lock_queue").on(t.lockKey, t.createdAt, t.id).where(sql`state = 'queued' and lock_key is not null`),
    index("job_lock_first").on(t.lockKey, t.createdAt, t.id).where(sql`state = 'queued' and goes_first = 1`),
    // One mutating job per lock, held by the database itself.
    uniqueIndex("job_lock").on(t.lockKey).where(sql`state = 'running' and lock_key is not null`),
    uniqueIndex("job_dedupe").on(t.dedupeKey).where(sql`state = 'queued' and dedupe_key is not null`),
    // The sweeper: leases and deadlines that ran out.
    index("job_running").on(t.leaseEndsAt).where(sql`state = 'running'`),
    index("job_deadline").on(t.deadlineAt).where(sql`state = 'running'`),
    index("job_cancel").on(t.cancelRequestedAt).where(sql`state = 'running' and cancel_requested_at is not null`),
    index("job_deployment").on(t.deploymentId),
    // Round robin between resources: whose job started longest ago is next.
    index("job_subject").on(t.subjectId, t.startedAt),
    index("job_subject_queue").on(t.subjectId, t.createdAt, t.id).where(sql`state = 'queued'`),
    // What the page of a resource lists beside its deployments.
    index("job_subject_other").on(t.subjectId, t.createdAt, t.id).where(sql`is_release = 0`),
    index("job_removal").on(t.subjectId, t.id).where(sql`kind = 'remove'`),
    // What waits for an update of its runner.
    index("job_held").on(t.runnerId).where(sql`state = 'queued' and needs_contract is not null`),
    // What is open on a server or a runner, without its history; both may be deleted.
    index("job_server").on(t.serverId, t.state),
    index("job_runner").on(t.runnerId, t.state),
    index("job_checking").on(t.serverId).where(sql`kind = 'check-server' and state in ('queued','running')`),
    index("job_deploy_key").on(t.subjectId).where(sql`kind = 'make-deploy-key' and state in ('queued','running')`),
    // Retention of what brings out no deployment.
    index("job_ended").on(t.finishedAt).where(sql`is_release = 0`),
    index("job_team").on(t.teamId, t.id),
    // Retention of logs: deploy jobs that still have one.
    index("job_log_age").on(t.finishedAt, t.id).where(sql`is_release = 1 and log_size_bytes > 0`),
  ],
);

export const logChunk = sqliteTable(
  "log_chunk",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => job.id, { onDelete: "cascade" }),
    attempt: integer("attempt").notNull(),
    seq: integer("seq").notNull(),
    step: text("step").notNull(),
    stream: enumOf("stream", LogStream.options).notNull(),
    at: integer("at").notNull(),
    text: text("text").notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.attempt, t.seq] })],
);
