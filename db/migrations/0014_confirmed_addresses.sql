CREATE TABLE `confirmed_address` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`address_hash` text NOT NULL,
	`token_hash` text NOT NULL,
	`asked_at` integer NOT NULL,
	`expires_at` integer,
	`confirmed_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `confirmed_address_token_hash_unique` ON `confirmed_address` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `confirmed_address_of_team` ON `confirmed_address` (`team_id`,`address_hash`);--> statement-breakpoint
CREATE INDEX `confirmed_address_end` ON `confirmed_address` (`expires_at`);--> statement-breakpoint
ALTER TABLE `channel` ADD `asks_addresses` integer DEFAULT false NOT NULL;