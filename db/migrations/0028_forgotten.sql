CREATE TABLE `forgotten` (
	`team_id` text NOT NULL,
	`resource_id` text NOT NULL,
	`server_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `resource_id`, `server_id`),
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `forgotten_age` ON `forgotten` (`created_at`);