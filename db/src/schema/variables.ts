import { envScopes, variableKinds } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { createdAt, enumOf, flag, id, revision, sealed, updatedAt } from "./columns.ts";
import { environment, project } from "./projects.ts";
import { resource } from "./resources.ts";
import { server } from "./servers.ts";
import { team } from "./teams.ts";

/** What is given to a resource, or to every resource of what holds it: at most one of the four is named, and none of them for the team. */
export const variable = sqliteTable(
  "variable",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    resourceId: text("resource_id").references(() => resource.id, { onDelete: "cascade" }),
    serverId: text("server_id").references(() => server.id, { onDelete: "cascade" }),
    environmentId: text("environment_id").references(() => environment.id, { onDelete: "cascade" }),
    projectId: text("project_id").references(() => project.id, { onDelete: "cascade" }),
    /** Whichever of them it is, or the team: the one column that is asked for. */
    holderId: text("holder_id")
      .notNull()
      .generatedAlwaysAs(sql`coalesce(resource_id, server_id, environment_id, project_id, team_id)`, {
        mode: "virtual",
      }),
    key: text("key").notNull(),
    /** Of a reference the text with ids in the place of names. */
    value: sealed("value").notNull(),
    kind: enumOf("kind", variableKinds).notNull().default("literal"),
    scope: enumOf("scope", envScopes).notNull(),
    /** Hidden in the UI until revealed; a plain one is shown. Both are sealed at rest. */
    isSecret: flag("is_secret").notNull(),
    /** A secret one that a Dockerfile may take by ARG, which puts its value into the image's history. */
    isArgumentAllowed: flag("is_argument_allowed").notNull().default(false),
    /** For people: what it is for, where it comes from. */
    comment: text("comment").notNull().default(""),
    /** Nothing is deployed that would get this name without a value. */
    isRequired: flag("is_required").notNull().default(false),
    /** A secret that is given to what runs and shown to nobody again; a new value may take its place. */
    isLocked: flag("is_locked").notNull().default(false),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("variable_team").on(t.teamId, t.id),
    uniqueIndex("variable_key").on(t.holderId, t.key),
    // What goes with a row that is deleted is found by these.
    index("variable_resource").on(t.resourceId).where(sql`resource_id is not null`),
    index("variable_server").on(t.serverId).where(sql`server_id is not null`),
    index("variable_environment").on(t.environmentId).where(sql`environment_id is not null`),
    index("variable_project").on(t.projectId).where(sql`project_id is not null`),
  ],
);

/** What the text of a variable refers to, each once: so that it is found without opening anything, and from the other end. */
export const variableReference = sqliteTable(
  "variable_reference",
  {
    variableId: text("variable_id")
      .notNull()
      .references(() => variable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    /** Whose variable it is; null: what the places around give. */
    resourceId: text("resource_id").references(() => resource.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.variableId, t.position] }),
    // Who refers to a variable of a resource, and who to what places give.
    index("variable_reference_resource").on(t.resourceId, t.key).where(sql`resource_id is not null`),
    index("variable_reference_shared").on(t.teamId, t.key).where(sql`resource_id is null`),
    index("variable_reference_team").on(t.teamId),
  ],
);
