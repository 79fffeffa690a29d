DROP INDEX `notification_due`;--> statement-breakpoint
CREATE INDEX `notification_lane` ON `notification` (`channel_id`,`next_attempt_at`) WHERE state = 'waiting';--> statement-breakpoint
DROP INDEX `delivery_open`;--> statement-breakpoint
CREATE INDEX `delivery_lane` ON `delivery` (`source_id`,`next_attempt_at`) WHERE state in ('received','processing');--> statement-breakpoint
DROP INDEX `application_poll`;--> statement-breakpoint
CREATE INDEX `application_poll` ON `application` (`team_id`,`head_polled_at`) WHERE auto_deploy = 1 and repository_url is not null and branch is not null and state <> 'removing';