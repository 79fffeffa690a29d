import { index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { createdAt, id, revision, sealed, updatedAt } from "./columns.ts";
import { team } from "./teams.ts";

/** A login of the team at a registry, for the images that its builds begin with and that its applications are. */
export const registry = sqliteTable(
  "registry",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    /** Host, with its port if it has one; `docker.io` for Docker Hub. Docker asks for one login per address. */
    address: text("address").notNull(),
    username: text("username").notNull(),
    password: sealed("password").notNull(),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex("registry_address").on(t.teamId, t.address), index("registry_team").on(t.teamId, t.id)],
);
