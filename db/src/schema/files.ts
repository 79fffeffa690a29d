import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { at, createdAt, flag, id, sealed } from "./columns.ts";
import { resource } from "./resources.ts";
import { team } from "./teams.ts";

/** What is in a file of a resource. It never changes: a file that is edited gets a new one, and releases go on naming theirs. */
export const file = sqliteTable(
  "file",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    resourceId: text("resource_id")
      .notNull()
      .references(() => resource.id, { onDelete: "cascade" }),
    /** The text itself, or base64 of bytes that are none. */
    content: sealed("content").notNull(),
    isText: flag("is_text").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    /** Since when no settings name it; earlier releases may. */
    unusedSince: at("unused_since"),
    createdAt: createdAt(),
  },
  (t) => [
    index("file_team").on(t.teamId),
    index("file_resource").on(t.resourceId),
    index("file_unused").on(t.unusedSince).where(sql`unused_since is not null`),
  ],
);
