import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { createdAt, flag, id, revision, updatedAt } from "./columns.ts";
import { team } from "./teams.ts";

export const project = sqliteTable(
  "project",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    /** Of its set of variables, raised by every change of one. */
    variablesRevision: integer("variables_revision").notNull().default(1),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("project_team").on(t.teamId, t.id)],
);

export const environment = sqliteTable(
  "environment",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    projectId: text("project_id")
      .notNull()
      .references(() => project.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The environment every project is born with: may be renamed, never deleted. */
    isDefault: flag("is_default").notNull(),
    /** Of its set of variables, raised by every change of one. */
    variablesRevision: integer("variables_revision").notNull().default(1),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("environment_team").on(t.teamId, t.id),
    uniqueIndex("environment_project_name").on(t.projectId, t.name),
    uniqueIndex("environment_default").on(t.projectId).where(sql`is_default = 1`),
  ],
);
