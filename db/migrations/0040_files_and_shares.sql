CREATE TABLE `file` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`resource_id` text NOT NULL,
	`content` text NOT NULL,
	`is_text` integer NOT NULL,
	`size_bytes` integer NOT NULL,
	`unused_since` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`resource_id`) REFERENCES `resource`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `file_team` ON `file` (`team_id`);--> statement-breakpoint
CREATE INDEX `file_resource` ON `file` (`resource_id`);--> statement-breakpoint
CREATE INDEX `file_unused` ON `file` (`unused_since`) WHERE unused_since is not null;--> statement-breakpoint
ALTER TABLE `volume` ADD `share` text;--> statement-breakpoint
ALTER TABLE `volume` ADD `share_password` text;