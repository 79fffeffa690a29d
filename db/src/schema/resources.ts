import { type ResourceKindName, resourceStates } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { at, createdAt, enumOf, flag, id, revision, updatedAt } from "./columns.ts";
import { environment } from "./projects.ts";
import { destination } from "./servers.ts";
import { team } from "./teams.ts";

/** Whatever runs. Its history, variables and domains hang on it; the settings of its kind are a row of their own with the same id. */
export const resource = sqliteTable(
  "resource",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    kind: text("kind").$type<ResourceKindName>().notNull(),
    name: text("name").notNull(),
    environmentId: text("environment_id")
      .notNull()
      .references(() => environment.id, { onDelete: "restrict" }),
    /** The first of its targets. */
    destinationId: text("destination_id")
      .notNull()
      .references(() => destination.id, { onDelete: "restrict" }),
    /** Of all its targets together. */
    state: enumOf("state", resourceStates).notNull(),
    stateObservedAt: at("state_observed_at"),
    /** Where its domains lead until a release says otherwise; null where the kind serves none, or its settings cannot be read. */
    port: integer("port"),
    /** Number of the newest deployment. */
    deploymentCount: integer("deployment_count").notNull().default(0),
    /** So many different releases are kept to be rolled back to. */
    keepReleases: integer("keep_releases").notNull().default(3),
    /** Grows with each change that only a deployment brings out: settings and variables. A deployment remembers the one it was made from. */
    configVersion: integer("config_version").notNull().default(1),
    /** Of its set of variables, raised by every change of one. */
    variablesRevision: integer("variables_revision").notNull().default(1),
    /** Of its set of tags, raised by every change of it. */
    tagsRevision: integer("tags_revision").notNull().default(1),
    revision: revision(),
    /** The resource that this one is a preview of: of the same team and kind. */
    previewOf: text("preview_of"),
    /** The service that it is a component of, and which one. */
    serviceId: text("service_id"),
    component: text("component"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("resource_team").on(t.teamId, t.id),
    index("resource_environment").on(t.environmentId, t.id),
    index("resource_destination").on(t.destinationId, t.id),
    // Components are named by their service.
    uniqueIndex("resource_environment_name").on(t.environmentId, t.name).where(sql`service_id is null`),
    uniqueIndex("resource_component").on(t.serviceId, t.component).where(sql`service_id is not null`),
    check("resource_component_of_service", sql`(service_id is null) = (component is null)`),
    index("resource_preview").on(t.previewOf, t.teamId, t.kind).where(sql`preview_of is not null`),
    // What a preview points at. It goes before its parent does, unless both go with their team.
    uniqueIndex("resource_parent").on(t.id, t.teamId, t.kind),
    foreignKey({
      name: "resource_preview_of",
      columns: [t.previewOf, t.teamId, t.kind],
      foreignColumns: [t.id, t.teamId, t.kind],
    }),
  ],
);

/** A place where a resource runs: at least one of each, and no two on one server. */
export const resourceTarget = sqliteTable(
  "resource_target",
  {
    resourceId: text("resource_id")
      .notNull()
      .references(() => resource.id, { onDelete: "cascade" }),
    destinationId: text("destination_id")
      .notNull()
      .references(() => destination.id, { onDelete: "restrict" }),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    /** In the order in which people named them. */
    position: integer("position").notNull(),
    /** What was observed here. `removing`: what runs here is being taken away, then the row goes. */
    state: enumOf("state", resourceStates).notNull(),
    stateObservedAt: at("state_observed_at"),
    /** The release that serves here. */
    deploymentId: text("deployment_id"),
    /** A newer release serves at another target of the resource. */
    isBehind: flag("is_behind").notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.resourceId, t.destinationId] }),
    index("resource_target_destination").on(t.destinationId, t.resourceId),
    index("resource_target_team").on(t.teamId),
    index("resource_target_serving").on(t.deploymentId).where(sql`deployment_id is not null`),
    index("resource_target_behind").on(t.resourceId).where(sql`is_behind = 1`),
    index("resource_target_leaving").on(t.resourceId).where(sql`state = 'removing'`),
  ],
);

/** A word of people for resources that belong together. Compared by its key: `Nightly` and `nightly` are one. */
export const resourceTag = sqliteTable(
  "resource_tag",
  {
    resourceId: text("resource_id")
      .notNull()
      .references(() => resource.id, { onDelete: "cascade" }),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    /** As it was written. */
    name: text("name").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.resourceId, t.key] }),
    // Everything that carries a tag, and how many that are.
    index("resource_tag_team").on(t.teamId, t.key, t.resourceId),
  ],
);

/**
 * What a person gave up on at a server that was away. Found on a server of the team later, under whichever row, it is removed there. Only
 * ids: what they name may be gone.
 */
export const forgotten = sqliteTable(
  "forgotten",
  {
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    resourceId: text("resource_id").notNull(),
    serverId: text("server_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.resourceId, t.serverId] }), index("forgotten_age").on(t.createdAt)],
);

export const domain = sqliteTable(
  "domain",
  {
    id: id(),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
    resourceId: text("resource_id")
      .notNull()
      .references(() => resource.id, { onDelete: "cascade" }),
    host: text("host").notNull(),
    path: text("path").notNull(),
    scheme: enumOf("scheme", ["https", "http"]).notNull(),
    redirectTo: text("redirect_to"),
    /** Where in the container its requests go; null: to the port of the application. */
    port: integer("port"),
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
    index("domain_resource").on(t.resourceId, t.id),
    // One claim per host and path on the whole instance.
    uniqueIndex("domain_claim").on(t.host, t.path),
  ],
);
