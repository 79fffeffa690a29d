import { Cause, RegistryLines } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { at, createdAt, flag, id, json, revision, sealed, updatedAt } from "./columns.ts";
import { server } from "./servers.ts";
import { team } from "./teams.ts";

/** A login of the team at a registry, for the images that its builds begin with and that its applications are. */
export const registry = sqliteTable(
  "registry",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    /** For people, who may have several logins for one address. */
    name: text("name").notNull().default(""),
    /** Host, with its port if it has one; `docker.io` for Docker Hub. */
    address: text("address").notNull(),
    username: text("username").notNull(),
    password: sealed("password").notNull(),
    /** The application whose settings once held this login: its password is still sealed for their place. null: for this row's own. */
    sealedFor: text("sealed_for"),
    /** Of the logins for its address the one that is used where none is chosen: Docker asks for a login by the address alone. */
    isDefault: flag("is_default").notNull().default(true),
    /** From which server it is tried; null: from any that is up. */
    serverId: text("server_id").references(() => server.id, { onDelete: "set null" }),
    /** An image that the login should give, and a repository that it should let be written; null: not tried. */
    pullImage: text("pull_image"),
    pushImage: text("push_image"),
    /** Later than `checkedAt`: it is being tried. */
    checkAskedAt: at("check_asked_at"),
    checkedAt: at("checked_at"),
    /** Name of the server that tried it last. */
    checkedFrom: text("checked_from"),
    checkLines: json("check_lines", RegistryLines),
    /** Why the last try did not come so far that the registry was asked. */
    checkCause: json("check_cause", Cause),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("registry_default").on(t.teamId, t.address).where(sql`is_default = 1`),
    index("registry_team").on(t.teamId, t.id),
    index("registry_server").on(t.serverId),
  ],
);
