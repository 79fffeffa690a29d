DROP INDEX `delivery_age`;--> statement-breakpoint
CREATE INDEX `delivery_age` ON `delivery` (`created_at`) WHERE state in ('deployed','ignored','failed');--> statement-breakpoint
CREATE INDEX `audit_age` ON `audit` (`created_at`);--> statement-breakpoint
CREATE INDEX `deployment_age` ON `deployment` (`finished_at`,`id`) WHERE is_active = 0;--> statement-breakpoint
CREATE INDEX `job_log_age` ON `job` (`finished_at`,`id`) WHERE kind = 'deploy' and log_size_bytes > 0;--> statement-breakpoint
CREATE INDEX `notification_age` ON `notification` (`created_at`) WHERE state <> 'waiting';--> statement-breakpoint
CREATE INDEX `api_token_end` ON `api_token` (`expires_at`);--> statement-breakpoint
CREATE INDEX `api_token_revoked` ON `api_token` (`revoked_at`);