ALTER TABLE `source` ADD `refused_for` text;--> statement-breakpoint
ALTER TABLE `source` ADD `refused_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `source` ADD `refused_at` integer;