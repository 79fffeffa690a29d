import { Cause, RegistryLines } from "@fairlead/runner/contract";
import { index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { at, createdAt, id, json, revision, sealed, updatedAt } from "./columns.ts";
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
    /** Host, with its port if it has one; `docker.io` for Docker Hub. Docker asks for one login per address. */
    address: text("address").notNull(),
    username: text("username").notNull(),
    password: sealed("password").notNull(),
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
    uniqueIndex("registry_address").on(t.teamId, t.address),
    index("registry_team").on(t.teamId, t.id),
    index("registry_server").on(t.serverId),
  ],
);
