import { ContainerSettings, HealthCheck, RegistryLine, tagFollowing, WorkloadBuild } from "@fairlead/runner/contract";
import { sql } from "drizzle-orm";
import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as v from "valibot";
import { at, enumOf, flag, json } from "./columns.ts";
import { registry } from "./registries.ts";
import { resource } from "./resources.ts";
import { source } from "./sources.ts";
import { team } from "./teams.ts";

/** What only an application has: where its code or image comes from, and how it is built and run. The rest is its resource's. */
export const application = sqliteTable(
  "application",
  {
    id: text("id")
      .primaryKey()
      .references(() => resource.id, { onDelete: "cascade" }),
    teamId: text("team_id")
      .notNull()
      .references(() => team.id, { onDelete: "cascade" }),
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
    /** The login that its image is pulled with; null: the team's default for the image's registry, if there is one. */
    registryId: text("registry_id").references(() => registry.id, { onDelete: "restrict" }),
    /** What happens when the tag of the image leads to another one. */
    followTag: enumOf("follow_tag", tagFollowing).notNull().default("off"),
    /** Where the tag led when it was looked at last; null before the first look. */
    seenDigest: text("seen_digest"),
    /** When it is looked at next. */
    nextDigestAt: at("next_digest_at").notNull().default(0),
    /** Why the last look found nothing; null when it did. */
    digestTrouble: json("digest_trouble", RegistryLine),
    /** Where what is built is pushed; all of them null: nowhere. The repository is whole, without a tag. */
    pushRegistryId: text("push_registry_id").references(() => registry.id, { onDelete: "restrict" }),
    pushRepository: text("push_repository"),
    pushTag: text("push_tag"),
    build: json("build", WorkloadBuild).notNull(),
    container: json("container", ContainerSettings).notNull(),
    health: json("health", HealthCheck),
    /** Head last seen at the forge, for the poll that catches pushes whose webhook never came. */
    lastSeenHead: text("last_seen_head"),
    headPolledAt: at("head_polled_at"),
  },
  (t) => [
    index("application_team").on(t.teamId, t.id),
    index("application_source").on(t.sourceId, t.id),
    // Whoever is deleted as a login is looked for here, by the foreign key too.
    index("application_registry").on(t.registryId).where(sql`registry_id is not null`),
    index("application_push_registry").on(t.pushRegistryId).where(sql`push_registry_id is not null`),
    // Matching a push: all applications of a source on this repository.
    index("application_repository").on(t.sourceId, t.repository, t.id),
    // And those that know it by the forge's id, whatever it is called now.
    index("application_forge_repository")
      .on(t.sourceId, t.repositoryForgeId)
      .where(sql`repository_forge_id is not null`),
    // Tags that are followed, whose next look is longest due first.
    index("application_digest").on(t.nextDigestAt).where(sql`follow_tag in ('tell','deploy')`),
    // The poll: branches that are followed, a lane a team, whose last look is longest ago first.
    index("application_poll")
      .on(t.teamId, t.headPolledAt)
      .where(sql`auto_deploy = 1 and repository_url is not null and branch is not null`),
  ],
);
