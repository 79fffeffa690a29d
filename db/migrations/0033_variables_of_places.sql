-- Who holds a variable may be a place too: all of them stand in one table, those of resources as they were.
CREATE TABLE `variable_next` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`resource_id` text,
	`server_id` text,
	`environment_id` text,
	`project_id` text,
	`holder_id` text GENERATED ALWAYS AS (coalesce(resource_id, server_id, environment_id, project_id, team_id)) VIRTUAL NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`scope` text NOT NULL,
	`is_secret` integer NOT NULL,
	`is_argument_allowed` integer DEFAULT false NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`resource_id`) REFERENCES `resource`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`server_id`) REFERENCES `server`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`environment_id`) REFERENCES `environment`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `variable_next` (`id`, `team_id`, `resource_id`, `key`, `value`, `scope`, `is_secret`, `is_argument_allowed`, `revision`, `created_at`, `updated_at`) SELECT `id`, `team_id`, `resource_id`, `key`, `value`, `scope`, `is_secret`, `is_argument_allowed`, `revision`, `created_at`, `updated_at` FROM `variable`;--> statement-breakpoint
DROP TABLE `variable`;--> statement-breakpoint
ALTER TABLE `variable_next` RENAME TO `variable`;--> statement-breakpoint
CREATE INDEX `variable_team` ON `variable` (`team_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `variable_key` ON `variable` (`holder_id`,`key`);--> statement-breakpoint
CREATE INDEX `variable_resource` ON `variable` (`resource_id`) WHERE resource_id is not null;--> statement-breakpoint
CREATE INDEX `variable_server` ON `variable` (`server_id`) WHERE server_id is not null;--> statement-breakpoint
CREATE INDEX `variable_environment` ON `variable` (`environment_id`) WHERE environment_id is not null;--> statement-breakpoint
CREATE INDEX `variable_project` ON `variable` (`project_id`) WHERE project_id is not null;--> statement-breakpoint
ALTER TABLE `environment` ADD `variables_revision` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `project` ADD `variables_revision` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `server` ADD `variables_revision` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `team` ADD `variables_revision` integer DEFAULT 1 NOT NULL;