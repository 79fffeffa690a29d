ALTER TABLE `registry` ADD `server_id` text REFERENCES server(id) ON DELETE set null;--> statement-breakpoint
ALTER TABLE `registry` ADD `pull_image` text;--> statement-breakpoint
ALTER TABLE `registry` ADD `push_image` text;--> statement-breakpoint
ALTER TABLE `registry` ADD `check_asked_at` integer;--> statement-breakpoint
ALTER TABLE `registry` ADD `checked_at` integer;--> statement-breakpoint
ALTER TABLE `registry` ADD `checked_from` text;--> statement-breakpoint
ALTER TABLE `registry` ADD `check_lines` text;--> statement-breakpoint
ALTER TABLE `registry` ADD `check_cause` text;--> statement-breakpoint
CREATE INDEX `registry_server` ON `registry` (`server_id`);