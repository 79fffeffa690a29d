import { forges, sourceAuths } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import * as v from "valibot";
import { at, createdAt, enumOf, id, json, revision, sealed, updatedAt } from "./columns.ts";
import { runner } from "./servers.ts";
import { team } from "./teams.ts";

/** Why a call at the address of a source was not taken. */
export const webhookRefusals = ["signature", "too-large", "large-form", "too-slow"] as const;
export type WebhookRefusal = (typeof webhookRefusals)[number];

/** A connection to a forge, or plain git with a deploy key. */
export const source = sqliteTable(
  "source",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    forge: enumOf("forge", forges).notNull(),
    /** Where repositories live, e.g. `https://github.com`: clone URLs of applications must be under it when set. */
    baseUrl: text("base_url"),
    auth: enumOf("auth", sourceAuths).notNull(),
    tokenUser: text("token_user"),
    token: sealed("token"),
    deployKeyRunnerId: text("deploy_key_runner_id").references(() => runner.id, { onDelete: "set null" }),
    deployKeyPublic: text("deploy_key_public"),
    knownHost: text("known_host"),
    /** Unguessable part of the webhook URL. */
    webhookKey: text("webhook_key").notNull().unique(),
    webhookSecret: sealed("webhook_secret").notNull(),
    /** Still accepted for a day after a rotation. */
    previousWebhookSecret: sealed("previous_webhook_secret"),
    previousSecretEndsAt: at("previous_secret_ends_at"),
    lastDeliveryAt: at("last_delivery_at"),
    /** The last reason for which calls were refused, how often since it became that, and when it was written last. */
    refusedFor: enumOf("refused_for", webhookRefusals),
    refusedCount: integer("refused_count").notNull().default(0),
    refusedAt: at("refused_at"),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("source_team").on(t.teamId, t.id),
    index("source_deploy_key_runner").on(t.deployKeyRunnerId).where(sql`deploy_key_runner_id is not null`),
  ],
);

/** What was decided for one application about one delivery. */
export const DeliveryDecision = v.strictObject({
  application: v.string(),
  deployment: v.nullable(v.string()),
  reason: v.string(),
});

/** Durable inbox: a verified webhook call, stored before it is answered. */
export const delivery = sqliteTable(
  "delivery",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    sourceId: text("source_id")
      .notNull()
      .references(() => source.id, { onDelete: "cascade" }),
    /** The forge's own id of the call, or a hash of the body where it sends none. */
    deliveryKey: text("delivery_key").notNull(),
    event: text("event").notNull(),
    state: enumOf("state", ["received", "processing", "deployed", "ignored", "failed"]).notNull(),
    reason: text("reason").notNull().default(""),
    body: text("body").notNull(),
    repository: text("repository"),
    ref: text("ref"),
    commit: text("commit_sha"),
    decisions: json("decisions", v.array(DeliveryDecision)).notNull(),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: at("next_attempt_at"),
    replayOf: text("replay_of"),
    createdAt: createdAt(),
    processedAt: at("processed_at"),
  },
  (t) => [
    uniqueIndex("delivery_key").on(t.sourceId, t.deliveryKey),
    index("delivery_team").on(t.teamId, t.id),
    index("delivery_state").on(t.teamId, t.state, t.id),
    index("delivery_source").on(t.sourceId, t.id),
    index("delivery_source_state").on(t.sourceId, t.state, t.id),
    // The inbox: what is not decided yet, a lane a source, oldest first. Holds only those, so a long history costs nothing.
    index("delivery_lane").on(t.sourceId, t.nextAttemptAt, t.id).where(sql`state in ('received','processing')`),
    // Retention of what is decided.
    index("delivery_age").on(t.createdAt).where(sql`state in ('deployed','ignored','failed')`),
  ],
);
