import {
  Cause,
  deploymentStatuses,
  deploymentTriggers,
  StepClass,
  StepStatus,
  WorkloadSpec,
} from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { at, createdAt, enumOf, flag, id, json, sealed } from "./columns.ts";
import { resource } from "./resources.ts";
import { destination } from "./servers.ts";
import { team } from "./teams.ts";

export const deployment = sqliteTable(
  "deployment",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    resourceId: text("resource_id")
      .notNull()
      .references(() => resource.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    trigger: enumOf("trigger", deploymentTriggers).notNull(),
    /** Makes one push one deployment: `push:<ref>:<sha>`; null where repeating is meant. */
    naturalKey: text("natural_key"),
    status: enumOf("status", deploymentStatuses).notNull(),
    ref: text("ref"),
    commit: text("commit_sha"),
    commitSubject: text("commit_subject"),
    commitAuthor: text("commit_author"),
    deliveryId: text("delivery_id"),
    /** User or token that asked for it; null for a push. */
    createdBy: text("created_by"),
    rollbackOf: text("rollback_of"),
    spec: json("spec", WorkloadSpec).notNull(),
    /** Values of the variables as they were when this was enqueued, sealed as one JSON object. */
    variables: sealed("variables").notNull(),
    configVersion: integer("config_version").notNull(),
    /** `sha256:…` of the image on the server once it exists. */
    image: text("image"),
    container: text("container"),
    cause: json("cause", Cause),
    /** The release that serves: at most one a resource. */
    isActive: flag("is_active").notNull(),
    supersededBy: text("superseded_by"),
    createdAt: createdAt(),
    startedAt: at("started_at"),
    liveAt: at("live_at"),
    finishedAt: at("finished_at"),
  },
  (t) => [
    uniqueIndex("deployment_number").on(t.resourceId, t.number),
    uniqueIndex("deployment_natural_key").on(t.resourceId, t.naturalKey),
    uniqueIndex("deployment_active").on(t.resourceId).where(sql`is_active = 1`),
    index("deployment_team").on(t.teamId, t.id),
    // Pages of one status, of one resource, of one status of one resource: newest first, however long the history is.
    // The two keep the names they were made with: another one means building them anew over all of the history.
    index("deployment_status").on(t.teamId, t.status, t.id),
    index("deployment_application").on(t.resourceId, t.id),
    index("deployment_application_status").on(t.resourceId, t.status, t.id),
    // Which images are still kept: releases that served, newest first, without the failures between them.
    index("deployment_served")
      .on(t.resourceId, t.number)
      .where(sql`status = 'succeeded' or is_active = 1 or (status = 'failed' and live_at is not null)`),
    // Retention of what ended and does not serve.
    index("deployment_age").on(t.finishedAt, t.id).where(sql`is_active = 0`),
    index("deployment_open").on(t.status).where(sql`status in ('queued','running','live','cancelling')`),
  ],
);

/** What became of a deployment at one target; the deployment's own status is made of these. */
export const deploymentTarget = sqliteTable(
  "deployment_target",
  {
    deploymentId: text("deployment_id")
      .notNull()
      .references(() => deployment.id, { onDelete: "cascade" }),
    destinationId: text("destination_id")
      .notNull()
      .references(() => destination.id, { onDelete: "cascade" }),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    status: enumOf("status", deploymentStatuses).notNull(),
    cause: json("cause", Cause),
    /** `sha256:…` of the image on this server once it exists; before that the one to start again without a build. */
    image: text("image"),
    container: text("container"),
    /** The job that brings it out here: the newest one, where it was brought level later. */
    jobId: text("job_id"),
    liveAt: at("live_at"),
    finishedAt: at("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.deploymentId, t.destinationId] }),
    uniqueIndex("deployment_target_job").on(t.jobId),
    index("deployment_target_destination").on(t.destinationId),
    index("deployment_target_team").on(t.teamId),
  ],
);

/** Journal of steps, one row per (job, attempt, step). */
export const step = sqliteTable(
  "step",
  {
    jobId: text("job_id").notNull(),
    attempt: integer("attempt").notNull(),
    name: text("name").notNull(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    class: enumOf("class", StepClass.options).notNull(),
    status: enumOf("status", StepStatus.options).notNull(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    durationMs: integer("duration_ms"),
    note: text("note"),
  },
  (t) => [uniqueIndex("step_key").on(t.jobId, t.attempt, t.name), index("step_team").on(t.teamId)],
);
