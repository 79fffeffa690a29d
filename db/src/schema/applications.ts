import { applicationStates, ContainerSettings, HealthCheck, WorkloadBuild } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import * as v from "valibot";
import { at, createdAt, enumOf, flag, id, json, revision, sealed, updatedAt } from "./columns.ts";
import { environment } from "./projects.ts";
import { destination } from "./servers.ts";
import { source } from "./sources.ts";
import { team } from "./teams.ts";

export const application = sqliteTable(
  "application",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    environmentId: text("environment_id")
      .notNull()
      .references(() => environment.id, { onDelete: "restrict" }),
    destinationId: text("destination_id")
      .notNull()
      .references(() => destination.id, { onDelete: "restrict" }),
    name: text("name").notNull(),
    /** null for applications that run a ready image, or clone a public repository without a webhook. */
    sourceId: text("source_id").references(() => source.id, { onDelete: "restrict" }),
    repositoryUrl: text("repository_url"),
    /** `owner/name` in lower case, matched exactly against webhooks of the source. */
    repository: text("repository"),
    /** The forge's own id of the repository, learnt from the first delivery that matched by name; then it must match. */
    repositoryForgeId: text("repository_forge_id"),
    /** The forge said that the repository moved: from which address, to which, and when. The same address as `repositoryUrl`: it was followed. */
    repositoryMovedFrom: text("repository_moved_from"),
    repositoryMovedTo: text("repository_moved_to"),
    repositoryMovedAt: at("repository_moved_at"),
    branch: text("branch"),
    autoDeploy: flag("auto_deploy").notNull(),
    watchPaths: json("watch_paths", v.array(v.string())).notNull(),
    submodules: flag("submodules").notNull(),
    lfs: flag("lfs").notNull(),
    image: text("image"),
    registryUser: text("registry_user"),
    registryPassword: sealed("registry_password"),
    build: json("build", WorkloadBuild).notNull(),
    container: json("container", ContainerSettings).notNull(),
    health: json("health", HealthCheck),
    keepReleases: integer("keep_releases").notNull().default(3),
    state: enumOf("state", applicationStates).notNull(),
    stateObservedAt: at("state_observed_at"),
    /** Head last seen at the forge, for the poll that catches pushes whose webhook never came. */
    lastSeenHead: text("last_seen_head"),
    headPolledAt: at("head_polled_at"),
    /** Number of the newest deployment. */
    deploymentCount: integer("deployment_count").notNull().default(0),
    /** Grows with each change that only a deployment brings out: settings and variables. A deployment remembers the one it was made from. */
    configVersion: integer("config_version").notNull().default(1),
    /** Of its set of variables, raised by every change of one. */
    variablesRevision: integer("variables_revision").notNull().default(1),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("application_team").on(t.teamId, t.id),
    index("application_environment").on(t.environmentId, t.id),
    index("application_destination").on(t.destinationId, t.id),
    index("application_source").on(t.sourceId, t.id),
    // Matching a push: all applications of a source on this repository.
    index("application_repository").on(t.sourceId, t.repository, t.id),
    // And those that know it by the forge's id, whatever it is called now.
    index("application_forge_repository")
      .on(t.sourceId, t.repositoryForgeId)
      .where(sql`repository_forge_id is not null`),
    // The poll: branches that are followed, a lane a team, whose last look is longest ago first.
    index("application_poll")
      .on(t.teamId, t.headPolledAt)
      .where(sql`auto_deploy = 1 and repository_url is not null and branch is not null and state <> 'removing'`),
    uniqueIndex("application_environment_name").on(t.environmentId, t.name),
  ],
);

export const domain = sqliteTable(
  "domain",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    applicationId: text("application_id")
      .notNull()
      .references(() => application.id, { onDelete: "cascade" }),
    host: text("host").notNull(),
    path: text("path").notNull(),
    scheme: enumOf("scheme", ["https", "http"]).notNull(),
    redirectTo: text("redirect_to"),
    /** Why a runner left it out when it served its server's routes the last time. */
    refusal: text("refusal"),
    /** What its proxy showed to whoever asked for it over TLS, and when; all null: it was not asked yet. */
    certificateState: enumOf("certificate_state", ["served", "pending", "failed"]),
    certificateIssuer: text("certificate_issuer"),
    certificateEndsAt: at("certificate_ends_at"),
    certificateReason: text("certificate_reason"),
    certificateSeenAt: at("certificate_seen_at"),
    revision: revision(),
    createdAt: createdAt(),
  },
  (t) => [
    index("domain_team").on(t.teamId, t.id),
    index("domain_application").on(t.applicationId, t.id),
    // One claim per host and path on the whole instance.
    uniqueIndex("domain_claim").on(t.host, t.path),
  ],
);

export const variable = sqliteTable(
  "variable",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    applicationId: text("application_id")
      .notNull()
      .references(() => application.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    value: sealed("value").notNull(),
    scope: enumOf("scope", ["runtime", "build", "both"]).notNull(),
    /** Hidden in the UI until revealed; a plain one is shown. Both are sealed at rest. */
    isSecret: flag("is_secret").notNull(),
    /** A secret one that a Dockerfile may take by ARG, which puts its value into the image's history. */
    isArgumentAllowed: flag("is_argument_allowed").notNull().default(false),
    revision: revision(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("variable_team").on(t.teamId, t.id), uniqueIndex("variable_key").on(t.applicationId, t.key)],
);
