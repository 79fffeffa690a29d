CREATE TABLE `job_next` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`runner_id` text NOT NULL,
	`server_id` text,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`deployment_id` text,
	`lock_key` text,
	`is_build` integer NOT NULL,
	`goes_first` integer DEFAULT false NOT NULL,
	`needs_trust` integer DEFAULT true NOT NULL,
	`is_release` integer DEFAULT false NOT NULL,
	`dedupe_key` text,
	`attempt` integer DEFAULT 0 NOT NULL,
	`max_attempts` integer NOT NULL,
	`lease_id` text,
	`lease_ends_at` integer,
	`claim_key` text,
	`cancel_requested_at` integer,
	`available_at` integer NOT NULL,
	`needs_contract` integer,
	`deadline_at` integer,
	`timeout_ms` integer NOT NULL,
	`served_at` integer DEFAULT 0 NOT NULL,
	`last_step` text,
	`last_step_class` text,
	`chunk_count` integer,
	`log_size_bytes` integer DEFAULT 0 NOT NULL,
	`log_conflicts` integer DEFAULT 0 NOT NULL,
	`finish_key` text,
	`outcome` text,
	`note` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`runner_id`) REFERENCES `runner`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`server_id`) REFERENCES `server`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `job_next` (`id`, `team_id`, `kind`, `state`, `runner_id`, `server_id`, `subject_kind`, `subject_id`, `deployment_id`, `lock_key`, `is_build`, `goes_first`, `needs_trust`, `is_release`, `dedupe_key`, `attempt`, `max_attempts`, `lease_id`, `lease_ends_at`, `claim_key`, `cancel_requested_at`, `available_at`, `needs_contract`, `deadline_at`, `timeout_ms`, `served_at`, `last_step`, `last_step_class`, `chunk_count`, `log_size_bytes`, `log_conflicts`, `finish_key`, `outcome`, `note`, `created_at`, `started_at`, `finished_at`) SELECT `id`, `team_id`, `kind`, `state`, `runner_id`, `server_id`, CASE WHEN `application_id` IS NOT NULL THEN 'resource' WHEN `source_id` IS NOT NULL THEN 'source' WHEN `server_id` IS NOT NULL THEN 'server' ELSE 'runner' END, coalesce(`application_id`, `source_id`, `server_id`, `runner_id`), `deployment_id`, `lock_key`, `is_build`, `kind` = 'reconcile', `kind` <> 'check-server', `kind` = 'deploy', `dedupe_key`, `attempt`, `max_attempts`, `lease_id`, `lease_ends_at`, `claim_key`, `cancel_requested_at`, `available_at`, `needs_contract`, `deadline_at`, `timeout_ms`, `served_at`, `last_step`, `last_step_class`, `chunk_count`, `log_size_bytes`, `log_conflicts`, `finish_key`, `outcome`, `note`, `created_at`, `started_at`, `finished_at` FROM `job`;
--> statement-breakpoint
DROP TABLE `job`;--> statement-breakpoint
ALTER TABLE `job_next` RENAME TO `job`;--> statement-breakpoint
CREATE INDEX `job_queue` ON `job` (`runner_id`,`server_id`,`is_build`,`served_at`,`created_at`,`id`) WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX `job_lock_queue` ON `job` (`lock_key`,`created_at`,`id`) WHERE state = 'queued' and lock_key is not null;--> statement-breakpoint
CREATE INDEX `job_lock_first` ON `job` (`lock_key`,`created_at`,`id`) WHERE state = 'queued' and goes_first = 1;--> statement-breakpoint
CREATE UNIQUE INDEX `job_lock` ON `job` (`lock_key`) WHERE state = 'running' and lock_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `job_dedupe` ON `job` (`dedupe_key`) WHERE state = 'queued' and dedupe_key is not null;--> statement-breakpoint
CREATE INDEX `job_running` ON `job` (`lease_ends_at`) WHERE state = 'running';--> statement-breakpoint
CREATE INDEX `job_deadline` ON `job` (`deadline_at`) WHERE state = 'running';--> statement-breakpoint
CREATE INDEX `job_cancel` ON `job` (`cancel_requested_at`) WHERE state = 'running' and cancel_requested_at is not null;--> statement-breakpoint
CREATE INDEX `job_deployment` ON `job` (`deployment_id`);--> statement-breakpoint
CREATE INDEX `job_subject` ON `job` (`subject_id`,`started_at`);--> statement-breakpoint
CREATE INDEX `job_subject_queue` ON `job` (`subject_id`,`created_at`,`id`) WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX `job_subject_other` ON `job` (`subject_id`,`created_at`,`id`) WHERE is_release = 0;--> statement-breakpoint
CREATE INDEX `job_removal` ON `job` (`subject_id`,`id`) WHERE kind = 'remove';--> statement-breakpoint
CREATE INDEX `job_held` ON `job` (`runner_id`) WHERE state = 'queued' and needs_contract is not null;--> statement-breakpoint
CREATE INDEX `job_server` ON `job` (`server_id`,`state`);--> statement-breakpoint
CREATE INDEX `job_runner` ON `job` (`runner_id`,`state`);--> statement-breakpoint
CREATE INDEX `job_checking` ON `job` (`server_id`) WHERE kind = 'check-server' and state in ('queued','running');--> statement-breakpoint
CREATE INDEX `job_deploy_key` ON `job` (`subject_id`) WHERE kind = 'make-deploy-key' and state in ('queued','running');--> statement-breakpoint
CREATE INDEX `job_ended` ON `job` (`finished_at`) WHERE is_release = 0;--> statement-breakpoint
CREATE INDEX `job_team` ON `job` (`team_id`,`id`);--> statement-breakpoint
CREATE INDEX `job_log_age` ON `job` (`finished_at`,`id`) WHERE is_release = 1 and log_size_bytes > 0;
