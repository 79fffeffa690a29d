ALTER TABLE `server` ADD `check_cause` text;--> statement-breakpoint
ALTER TABLE `server` ADD `next_check_at` integer;--> statement-breakpoint
ALTER TABLE `server` ADD `last_seen_at` integer;--> statement-breakpoint
ALTER TABLE `server` ADD `failed_checks` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `server` ADD `unreachable_since` integer;--> statement-breakpoint
CREATE INDEX `server_check_due` ON `server` (`next_check_at`);