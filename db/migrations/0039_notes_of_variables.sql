ALTER TABLE `variable` ADD `comment` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `variable` ADD `is_required` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `variable` ADD `is_locked` integer DEFAULT false NOT NULL;