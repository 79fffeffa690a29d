CREATE TABLE `registry` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`address` text NOT NULL,
	`username` text NOT NULL,
	`password` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `registry_address` ON `registry` (`team_id`,`address`);--> statement-breakpoint
CREATE INDEX `registry_team` ON `registry` (`team_id`,`id`);