CREATE TABLE `resource_tag` (
	`resource_id` text NOT NULL,
	`team_id` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`resource_id`, `key`),
	FOREIGN KEY (`resource_id`) REFERENCES `resource`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `resource_tag_team` ON `resource_tag` (`team_id`,`key`,`resource_id`);--> statement-breakpoint
ALTER TABLE `resource` ADD `tags_revision` integer DEFAULT 1 NOT NULL;