ALTER TABLE `application` ADD `follow_tag` text DEFAULT 'off' NOT NULL;--> statement-breakpoint
ALTER TABLE `application` ADD `seen_digest` text;--> statement-breakpoint
ALTER TABLE `application` ADD `next_digest_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `application` ADD `digest_trouble` text;--> statement-breakpoint
CREATE INDEX `application_digest` ON `application` (`next_digest_at`) WHERE follow_tag in ('tell','deploy');