import { roles, tokenScopes } from "@fairlead/runner/contract";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import * as v from "valibot";
import { user } from "./auth.ts";
import { at, createdAt, enumOf, id, json, revision, sealed, updatedAt } from "./columns.ts";

export const team = sqliteTable("team", {
  id: id(),
  name: text("name").notNull(),
  /** The team's data key, wrapped by the instance key: deleting the row makes every secret of the team unreadable. */
  wrappedKey: sealed("wrapped_key").notNull(),
  /** Of its set of variables, raised by every change of one. */
  variablesRevision: integer("variables_revision").notNull().default(1),
  revision: revision(),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

export const member = sqliteTable(
  "member",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    role: enumOf("role", roles).notNull(),
    revision: revision(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex("member_team_user").on(t.teamId, t.userId), index("member_user").on(t.userId)],
);

export const invitation = sqliteTable(
  "invitation",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    email: text("email").notNull(),
    role: enumOf("role", roles).notNull(),
    /** SHA-256 of the one-time token; the token itself is only in the link. */
    tokenHash: text("token_hash").notNull().unique(),
    invitedBy: text("invited_by").notNull(),
    expiresAt: at("expires_at").notNull(),
    acceptedAt: at("accepted_at"),
    revokedAt: at("revoked_at"),
    createdAt: createdAt(),
  },
  (t) => [index("invitation_team").on(t.teamId, t.id), index("invitation_end").on(t.expiresAt)],
);

/** API token of one person in one team. Effective rights = scopes ∩ the person's role at the time of use. */
export const apiToken = sqliteTable(
  "api_token",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** First characters, shown in lists so that a token can be recognised. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull().unique(),
    scopes: json("scopes", v.array(v.picklist(tokenScopes))).notNull(),
    expiresAt: at("expires_at"),
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("api_token_team").on(t.teamId, t.id),
    index("api_token_user").on(t.userId, t.teamId, t.id),
    // Retention of what opens nothing any more.
    index("api_token_end").on(t.expiresAt),
    index("api_token_revoked").on(t.revokedAt),
  ],
);
