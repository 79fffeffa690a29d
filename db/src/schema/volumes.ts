import { Share, volumeStates } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { at, createdAt, enumOf, flag, id, json, sealed, updatedAt } from "./columns.ts";
import { server } from "./servers.ts";
import { team } from "./teams.ts";

/** Files of applications on one server. The row outlives whatever mounts it, and its names never change. */
export const volume = sqliteTable(
  "volume",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    serverId: text("server_id")
      .notNull()
      .references(() => server.id, { onDelete: "cascade" }),
    /** What people call it, and type to remove it. */
    name: text("name").notNull(),
    /** What Docker calls it. */
    dockerName: text("docker_name").notNull(),
    /** It was on the server before us, so it is never removed from there. */
    isAdopted: flag("is_adopted").notNull(),
    /** Where its files are, when another machine has them; it never changes. */
    share: json("share", Share),
    /** What that machine is signed in to with. */
    sharePassword: sealed("share_password"),
    state: enumOf("state", volumeStates).notNull(),
    /** Since when it is known to be on the server; null: nothing has used it yet. */
    madeAt: at("made_at"),
    sizeBytes: integer("size_bytes"),
    /** So many containers have it, stopped ones among them. */
    containers: integer("containers"),
    measuredAt: at("measured_at"),
    trashedAt: at("trashed_at"),
    /** When it leaves the trash for good. */
    purgeAt: at("purge_at"),
    /** Why the server would not let it go. */
    purgeNote: text("purge_note"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("volume_team").on(t.teamId, t.id),
    uniqueIndex("volume_name").on(t.serverId, t.name),
    uniqueIndex("volume_docker_name").on(t.serverId, t.dockerName),
    index("volume_due").on(t.purgeAt).where(sql`state = 'trashed'`),
    index("volume_purging").on(t.serverId).where(sql`state = 'purging'`),
    index("volume_measured").on(t.measuredAt),
  ],
);
