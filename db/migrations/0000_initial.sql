CREATE TABLE `application` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`environment_id` text NOT NULL,
	`destination_id` text NOT NULL,
	`name` text NOT NULL,
	`source_id` text,
	`repository_url` text,
	`repository` text,
	`repository_forge_id` text,
	`branch` text,
	`auto_deploy` integer NOT NULL,
	`watch_paths` text NOT NULL,
	`submodules` integer NOT NULL,
	`lfs` integer NOT NULL,
	`image` text,
	`registry_user` text,
	`registry_password` text,
	`build` text NOT NULL,
	`container` text NOT NULL,
	`health` text NOT NULL,
	`keep_releases` integer DEFAULT 3 NOT NULL,
	`state` text NOT NULL,
	`state_observed_at` integer,
	`last_seen_head` text,
	`head_polled_at` integer,
	`deployment_count` integer DEFAULT 0 NOT NULL,
	`config_version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`environment_id`) REFERENCES `environment`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`destination_id`) REFERENCES `destination`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`source_id`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `application_team` ON `application` (`team_id`,`id`);--> statement-breakpoint
CREATE INDEX `application_environment` ON `application` (`environment_id`);--> statement-breakpoint
CREATE INDEX `application_destination` ON `application` (`destination_id`);--> statement-breakpoint
CREATE INDEX `application_repository` ON `application` (`source_id`,`repository`);--> statement-breakpoint
CREATE INDEX `application_poll` ON `application` (`head_polled_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `application_environment_name` ON `application` (`environment_id`,`name`);--> statement-breakpoint
CREATE TABLE `domain` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`application_id` text NOT NULL,
	`host` text NOT NULL,
	`path` text NOT NULL,
	`scheme` text NOT NULL,
	`redirect_to` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`application_id`) REFERENCES `application`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `domain_team` ON `domain` (`team_id`,`id`);--> statement-breakpoint
CREATE INDEX `domain_application` ON `domain` (`application_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `domain_claim` ON `domain` (`host`,`path`);--> statement-breakpoint
CREATE TABLE `variable` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`application_id` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`scope` text NOT NULL,
	`is_secret` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`application_id`) REFERENCES `application`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `variable_team` ON `variable` (`team_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `variable_key` ON `variable` (`application_id`,`key`);--> statement-breakpoint
CREATE TABLE `audit` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`target` text,
	`detail` text DEFAULT '{}' NOT NULL,
	`request_id` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_team` ON `audit` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `account_user` ON `account` (`user_id`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`instance_role` text DEFAULT 'user' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);--> statement-breakpoint
CREATE TABLE `deployment` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`application_id` text NOT NULL,
	`number` integer NOT NULL,
	`trigger` text NOT NULL,
	`natural_key` text,
	`status` text NOT NULL,
	`ref` text,
	`commit_sha` text,
	`commit_subject` text,
	`commit_author` text,
	`delivery_id` text,
	`created_by` text,
	`rollback_of` text,
	`spec` text NOT NULL,
	`variables` text NOT NULL,
	`config_version` integer NOT NULL,
	`image` text,
	`container` text,
	`cause` text NOT NULL,
	`is_active` integer NOT NULL,
	`superseded_by` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`live_at` integer,
	`finished_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`application_id`) REFERENCES `application`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deployment_number` ON `deployment` (`application_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `deployment_natural_key` ON `deployment` (`application_id`,`natural_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `deployment_active` ON `deployment` (`application_id`) WHERE is_active = 1;--> statement-breakpoint
CREATE INDEX `deployment_team` ON `deployment` (`team_id`,`id`);--> statement-breakpoint
CREATE INDEX `deployment_open` ON `deployment` (`status`) WHERE status in ('queued','running','live','cancelling');--> statement-breakpoint
CREATE TABLE `step` (
	`job_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`name` text NOT NULL,
	`team_id` text NOT NULL,
	`position` integer NOT NULL,
	`class` text NOT NULL,
	`status` text NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`duration_ms` integer,
	`note` text,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `step_key` ON `step` (`job_id`,`attempt`,`name`);--> statement-breakpoint
CREATE TABLE `instance_setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rate_window` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`ends_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `job` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`runner_id` text NOT NULL,
	`server_id` text,
	`application_id` text,
	`deployment_id` text,
	`source_id` text,
	`lock_key` text,
	`is_build` integer NOT NULL,
	`dedupe_key` text,
	`attempt` integer DEFAULT 0 NOT NULL,
	`max_attempts` integer NOT NULL,
	`lease_id` text,
	`lease_ends_at` integer,
	`claim_key` text,
	`cancel_requested_at` integer,
	`available_at` integer NOT NULL,
	`deadline_at` integer,
	`timeout_ms` integer NOT NULL,
	`last_step` text,
	`last_step_class` text,
	`chunk_count` integer,
	`finish_key` text,
	`outcome` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`runner_id`) REFERENCES `runner`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`server_id`) REFERENCES `server`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `job_claimable` ON `job` (`runner_id`,`available_at`) WHERE state = 'queued';--> statement-breakpoint
CREATE UNIQUE INDEX `job_lock` ON `job` (`lock_key`) WHERE state = 'running' and lock_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `job_dedupe` ON `job` (`dedupe_key`) WHERE state = 'queued' and dedupe_key is not null;--> statement-breakpoint
CREATE INDEX `job_running` ON `job` (`lease_ends_at`) WHERE state = 'running';--> statement-breakpoint
CREATE INDEX `job_deployment` ON `job` (`deployment_id`);--> statement-breakpoint
CREATE INDEX `job_application` ON `job` (`application_id`);--> statement-breakpoint
CREATE INDEX `job_team` ON `job` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `log_chunk` (
	`job_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`seq` integer NOT NULL,
	`step` text NOT NULL,
	`stream` text NOT NULL,
	`at` integer NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`job_id`, `attempt`, `seq`),
	FOREIGN KEY (`job_id`) REFERENCES `job`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `channel` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`settings` text NOT NULL,
	`events` text NOT NULL,
	`is_enabled` integer NOT NULL,
	`last_error` text,
	`last_sent_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `channel_team` ON `channel` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `notification` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`dedupe_key` text NOT NULL,
	`event` text NOT NULL,
	`content` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer NOT NULL,
	`last_error` text,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`channel_id`) REFERENCES `channel`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notification_dedupe` ON `notification` (`dedupe_key`);--> statement-breakpoint
CREATE INDEX `notification_due` ON `notification` (`next_attempt_at`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `notification_team` ON `notification` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `environment` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`is_default` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `environment_team` ON `environment` (`team_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `environment_project_name` ON `environment` (`project_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `environment_default` ON `environment` (`project_id`) WHERE is_default = 1;--> statement-breakpoint
CREATE TABLE `project` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `project_team` ON `project` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `destination` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`server_id` text NOT NULL,
	`name` text NOT NULL,
	`network` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`server_id`) REFERENCES `server`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `destination_team` ON `destination` (`team_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `destination_server_network` ON `destination` (`server_id`,`network`);--> statement-breakpoint
CREATE TABLE `enrolment` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolment_token_hash_unique` ON `enrolment` (`token_hash`);--> statement-breakpoint
CREATE INDEX `enrolment_team` ON `enrolment` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `runner` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`name` text NOT NULL,
	`credential_hash` text NOT NULL,
	`ssh_public_key` text NOT NULL,
	`version` text NOT NULL,
	`platform` text NOT NULL,
	`last_seen_at` integer NOT NULL,
	`revoked_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runner_credential_hash_unique` ON `runner` (`credential_hash`);--> statement-breakpoint
CREATE INDEX `runner_team` ON `runner` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `server` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`runner_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`host` text,
	`port` integer,
	`user` text,
	`state` text NOT NULL,
	`host_key` text,
	`host_key_fingerprint` text,
	`seen_host_key` text,
	`seen_fingerprint` text,
	`proxy` text NOT NULL,
	`acme_email` text,
	`acme_directory` text,
	`acme_trusted_roots` text,
	`http_proxy` text,
	`https_proxy` text,
	`no_proxy` text DEFAULT '' NOT NULL,
	`build_concurrency` integer DEFAULT 1 NOT NULL,
	`checks` text NOT NULL,
	`facts` text NOT NULL,
	`checked_at` integer,
	`routes_revision` integer DEFAULT 0 NOT NULL,
	`applied_routes_revision` integer DEFAULT 0 NOT NULL,
	`probe_secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`runner_id`) REFERENCES `runner`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `server_team` ON `server` (`team_id`,`id`);--> statement-breakpoint
CREATE INDEX `server_runner` ON `server` (`runner_id`);--> statement-breakpoint
CREATE TABLE `delivery` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`source_id` text NOT NULL,
	`delivery_key` text NOT NULL,
	`event` text NOT NULL,
	`state` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`body` text NOT NULL,
	`repository` text,
	`ref` text,
	`commit_sha` text,
	`decisions` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer,
	`replay_of` text,
	`created_at` integer NOT NULL,
	`processed_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`source_id`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `delivery_key` ON `delivery` (`source_id`,`delivery_key`);--> statement-breakpoint
CREATE INDEX `delivery_team` ON `delivery` (`team_id`,`id`);--> statement-breakpoint
CREATE INDEX `delivery_open` ON `delivery` (`state`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `delivery_age` ON `delivery` (`created_at`);--> statement-breakpoint
CREATE TABLE `source` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`name` text NOT NULL,
	`forge` text NOT NULL,
	`base_url` text,
	`auth` text NOT NULL,
	`token_user` text,
	`token` text,
	`deploy_key_runner_id` text,
	`deploy_key_public` text,
	`known_host` text,
	`webhook_key` text NOT NULL,
	`webhook_secret` text NOT NULL,
	`previous_webhook_secret` text,
	`previous_secret_ends_at` integer,
	`last_delivery_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`deploy_key_runner_id`) REFERENCES `runner`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `source_webhook_key_unique` ON `source` (`webhook_key`);--> statement-breakpoint
CREATE INDEX `source_team` ON `source` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `api_token` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`revoked_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_token_hash_unique` ON `api_token` (`hash`);--> statement-breakpoint
CREATE INDEX `api_token_team` ON `api_token` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `invitation` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`token_hash` text NOT NULL,
	`invited_by` text NOT NULL,
	`expires_at` integer NOT NULL,
	`accepted_at` integer,
	`revoked_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_token_hash_unique` ON `invitation` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invitation_team` ON `invitation` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `member` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `member_team_user` ON `member` (`team_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `member_user` ON `member` (`user_id`);--> statement-breakpoint
CREATE TABLE `team` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`wrapped_key` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
