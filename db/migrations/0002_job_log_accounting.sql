DROP INDEX `job_application`;--> statement-breakpoint
ALTER TABLE `job` ADD `log_size_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `job` ADD `log_conflicts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `job` ADD `note` text;--> statement-breakpoint
CREATE INDEX `job_application` ON `job` (`application_id`,`started_at`);