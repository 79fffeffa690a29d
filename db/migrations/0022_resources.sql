-- The foreign keys of all that hangs on an application follow its table to the new name.
ALTER TABLE `application` RENAME TO `resource`;
--> statement-breakpoint
ALTER TABLE `deployment` RENAME COLUMN `application_id` TO `resource_id`;
--> statement-breakpoint
ALTER TABLE `domain` RENAME COLUMN `application_id` TO `resource_id`;
--> statement-breakpoint
ALTER TABLE `variable` RENAME COLUMN `application_id` TO `resource_id`;
--> statement-breakpoint
CREATE TABLE `resource_next` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`environment_id` text NOT NULL,
	`destination_id` text NOT NULL,
	`state` text NOT NULL,
	`state_observed_at` integer,
	`port` integer,
	`deployment_count` integer DEFAULT 0 NOT NULL,
	`keep_releases` integer DEFAULT 3 NOT NULL,
	`config_version` integer DEFAULT 1 NOT NULL,
	`variables_revision` integer DEFAULT 1 NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`preview_of` text,
	`service_id` text,
	`component` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`environment_id`) REFERENCES `environment`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`destination_id`) REFERENCES `destination`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`preview_of`,`team_id`,`kind`) REFERENCES `resource`(`id`,`team_id`,`kind`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "resource_component_of_service" CHECK((service_id is null) = (component is null))
);
--> statement-breakpoint
INSERT INTO `resource_next` (`id`, `kind`, `port`, `team_id`, `name`, `environment_id`, `destination_id`, `state`, `state_observed_at`, `deployment_count`, `keep_releases`, `config_version`, `variables_revision`, `revision`, `created_at`, `updated_at`)
  SELECT `id`, 'application', iif(json_valid(`container`), json_extract(`container`, '$.port'), NULL), `team_id`, `name`, `environment_id`, `destination_id`, `state`, `state_observed_at`, `deployment_count`, `keep_releases`, `config_version`, `variables_revision`, `revision`, `created_at`, `updated_at` FROM `resource`;
--> statement-breakpoint
CREATE TABLE `application` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`source_id` text,
	`repository_url` text,
	`repository` text,
	`repository_forge_id` text,
	`repository_moved_from` text,
	`repository_moved_to` text,
	`repository_moved_at` integer,
	`branch` text,
	`auto_deploy` integer NOT NULL,
	`watch_paths` text NOT NULL,
	`submodules` integer NOT NULL,
	`lfs` integer NOT NULL,
	`image` text,
	`registry_user` text,
	`registry_password` text,
	`build` text NOT NULL,
	`container` text NOT NULL,
	`health` text,
	`last_seen_head` text,
	`head_polled_at` integer,
	FOREIGN KEY (`id`) REFERENCES `resource`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`source_id`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
INSERT INTO `application` (`id`, `team_id`, `source_id`, `repository_url`, `repository`, `repository_forge_id`, `repository_moved_from`, `repository_moved_to`, `repository_moved_at`, `branch`, `auto_deploy`, `watch_paths`, `submodules`, `lfs`, `image`, `registry_user`, `registry_password`, `build`, `container`, `health`, `last_seen_head`, `head_polled_at`) SELECT `id`, `team_id`, `source_id`, `repository_url`, `repository`, `repository_forge_id`, `repository_moved_from`, `repository_moved_to`, `repository_moved_at`, `branch`, `auto_deploy`, `watch_paths`, `submodules`, `lfs`, `image`, `registry_user`, `registry_password`, `build`, `container`, `health`, `last_seen_head`, `head_polled_at` FROM `resource`;
--> statement-breakpoint
DROP TABLE `resource`;
--> statement-breakpoint
ALTER TABLE `resource_next` RENAME TO `resource`;
--> statement-breakpoint
CREATE INDEX `resource_team` ON `resource` (`team_id`,`id`);
--> statement-breakpoint
CREATE INDEX `resource_environment` ON `resource` (`environment_id`,`id`);
--> statement-breakpoint
CREATE INDEX `resource_destination` ON `resource` (`destination_id`,`id`);
--> statement-breakpoint
CREATE UNIQUE INDEX `resource_environment_name` ON `resource` (`environment_id`,`name`) WHERE service_id is null;
--> statement-breakpoint
CREATE UNIQUE INDEX `resource_component` ON `resource` (`service_id`,`component`) WHERE service_id is not null;
--> statement-breakpoint
CREATE INDEX `resource_preview` ON `resource` (`preview_of`,`team_id`,`kind`) WHERE preview_of is not null;
--> statement-breakpoint
CREATE UNIQUE INDEX `resource_parent` ON `resource` (`id`,`team_id`,`kind`);
--> statement-breakpoint
CREATE INDEX `application_team` ON `application` (`team_id`,`id`);
--> statement-breakpoint
CREATE INDEX `application_source` ON `application` (`source_id`,`id`);
--> statement-breakpoint
CREATE INDEX `application_repository` ON `application` (`source_id`,`repository`,`id`);
--> statement-breakpoint
CREATE INDEX `application_forge_repository` ON `application` (`source_id`,`repository_forge_id`) WHERE repository_forge_id is not null;
--> statement-breakpoint
CREATE INDEX `application_poll` ON `application` (`team_id`,`head_polled_at`) WHERE auto_deploy = 1 and repository_url is not null and branch is not null;
--> statement-breakpoint
DROP INDEX `domain_application`;
--> statement-breakpoint
CREATE INDEX `domain_resource` ON `domain` (`resource_id`,`id`);
