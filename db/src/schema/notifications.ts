import { alertEventNames } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import * as v from "valibot";
import { at, createdAt, enumOf, flag, id, json, revision, sealed, updatedAt } from "./columns.ts";
import { team } from "./teams.ts";

export const channelKinds = ["email", "discord", "slack", "telegram", "webhook"] as const;
const NotificationEvent = v.picklist(alertEventNames);

export const channel = sqliteTable(
  "channel",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    kind: enumOf("kind", channelKinds).notNull(),
    /** Sealed JSON of the kind's settings: addresses, URLs and tokens are all treated as secrets. */
    settings: sealed("settings").notNull(),
    events: json("events", v.array(NotificationEvent)).notNull(),
    isEnabled: flag("is_enabled").notNull(),
    /** False for e-mail channels of a version that did not ask: their addresses are taken as confirmed until they are changed. */
    asksAddresses: flag("asks_addresses").notNull().default(false),
    lastError: text("last_error"),
    lastSentAt: at("last_sent_at"),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("channel_team").on(t.teamId, t.id)],
);

/** E-mail addresses that a team was asked to confirm, and whether they were: nothing else is sent to them before. */
export const confirmedAddress = sqliteTable(
  "confirmed_address",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    /** Keyed hash of the address: this table is no list of addresses. */
    addressHash: text("address_hash").notNull(),
    /** SHA-256 of the token, which is only in the link of the mail. */
    tokenHash: text("token_hash").notNull().unique(),
    askedAt: at("asked_at").notNull(),
    /** null once it is confirmed. */
    expiresAt: at("expires_at"),
    confirmedAt: at("confirmed_at"),
  },
  (t) => [
    uniqueIndex("confirmed_address_of_team").on(t.teamId, t.addressHash),
    // Retention of what nobody confirmed.
    index("confirmed_address_end").on(t.expiresAt),
  ],
);

/** Outbox: written with the change it tells of, sent later; its fate never changes a job. */
export const notification = sqliteTable(
  "notification",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    channelId: text("channel_id")
      .notNull()
      .references(() => channel.id, { onDelete: "cascade" }),
    /** `<event>:<subject id>:<channel id>`: an event is told once per channel. */
    dedupeKey: text("dedupe_key").notNull(),
    event: text("event").notNull(),
    /** JSON the templates read; no secrets. */
    content: text("content").notNull(),
    state: enumOf("state", ["waiting", "sent", "failed"]).notNull(),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: at("next_attempt_at").notNull(),
    lastError: text("last_error"),
    createdAt: createdAt(),
    sentAt: at("sent_at"),
  },
  (t) => [
    uniqueIndex("notification_dedupe").on(t.dedupeKey),
    // The outbox: what is to be sent, a lane a channel. Holds only that.
    index("notification_lane").on(t.channelId, t.nextAttemptAt, t.id).where(sql`state = 'waiting'`),
    index("notification_team").on(t.teamId, t.id),
    index("notification_channel").on(t.channelId, t.id),
    // Retention of what was sent or given up.
    index("notification_age").on(t.createdAt).where(sql`state <> 'waiting'`),
  ],
);
