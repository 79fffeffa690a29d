import { bulkVerbs } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { at, createdAt, enumOf, id } from "./columns.ts";
import { team } from "./teams.ts";

/** One thing that was asked of many resources. It is kept when they are gone. */
export const bulk = sqliteTable(
  "bulk",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    verb: enumOf("verb", bulkVerbs).notNull(),
    /** As it was asked for; null where its members were named one by one. */
    tag: text("tag"),
    projectId: text("project_id"),
    environmentId: text("environment_id"),
    /** Asked again with it, it is the same operation; `asked`: a hash of what was asked. */
    key: text("key").notNull(),
    asked: text("asked").notNull(),
    state: enumOf("state", ["running", "ended"]).notNull(),
    /** Who asked, and with what: each member is begun in their name. */
    createdBy: text("created_by").notNull(),
    via: enumOf("via", ["session", "token"]).notNull(),
    credentialId: text("credential_id").notNull(),
    /** Of the token, separated by spaces; null for a session. */
    scopes: text("scopes"),
    requestId: text("request_id").notNull(),
    /** It is looked at again. */
    nextAt: at("next_at").notNull(),
    /** Whatever has not ended by then is told as such. */
    endsAt: at("ends_at").notNull(),
    createdAt: createdAt(),
    finishedAt: at("finished_at"),
  },
  (t) => [
    index("bulk_team").on(t.teamId, t.id),
    uniqueIndex("bulk_key").on(t.teamId, t.key),
    index("bulk_due").on(t.nextAt).where(sql`state = 'running'`),
    index("bulk_open").on(t.teamId).where(sql`state = 'running'`),
    index("bulk_age").on(t.finishedAt).where(sql`state = 'ended'`),
  ],
);

/** What came of one of them. `begun`: its deployment or its jobs tell how far it is. */
export const bulkMember = sqliteTable(
  "bulk_member",
  {
    bulkId: text("bulk_id")
      .notNull()
      .references(() => bulk.id, { onDelete: "cascade" }),
    resourceId: text("resource_id").notNull(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    /** As it was called then. */
    name: text("name").notNull(),
    state: enumOf("state", ["waiting", "begun", "succeeded", "failed", "skipped"]).notNull(),
    /** Why it failed or was skipped, in a sentence. */
    reason: text("reason"),
    deploymentId: text("deployment_id"),
    /** Array of the jobs that stop, start or restart it, one a server. */
    jobIds: text("job_ids"),
    finishedAt: at("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.bulkId, t.resourceId] }),
    index("bulk_member_team").on(t.teamId),
    index("bulk_member_order").on(t.bulkId, t.position),
    index("bulk_member_waiting").on(t.bulkId, t.position).where(sql`state = 'waiting'`),
    index("bulk_member_begun").on(t.bulkId).where(sql`state = 'begun'`),
  ],
);
