DROP INDEX `job_claimable`;--> statement-breakpoint
ALTER TABLE `job` ADD `served_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `job_queue` ON `job` (`runner_id`,`server_id`,`is_build`,`served_at`,`created_at`,`id`) WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX `job_lock_queue` ON `job` (`lock_key`,`created_at`,`id`) WHERE state = 'queued' and lock_key is not null;--> statement-breakpoint
CREATE INDEX `job_lock_reconcile` ON `job` (`lock_key`,`created_at`,`id`) WHERE state = 'queued' and kind = 'reconcile';--> statement-breakpoint
CREATE INDEX `job_deadline` ON `job` (`deadline_at`) WHERE state = 'running';--> statement-breakpoint
CREATE INDEX `job_cancel` ON `job` (`cancel_requested_at`) WHERE state = 'running' and cancel_requested_at is not null;--> statement-breakpoint
CREATE INDEX `job_application_queue` ON `job` (`application_id`,`created_at`,`id`) WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX `job_application_other` ON `job` (`application_id`,`created_at`,`id`) WHERE kind <> 'deploy';--> statement-breakpoint
CREATE INDEX `job_removal` ON `job` (`application_id`,`id`) WHERE kind = 'remove';--> statement-breakpoint
CREATE INDEX `job_held` ON `job` (`runner_id`) WHERE state = 'queued' and needs_contract is not null;--> statement-breakpoint
CREATE INDEX `job_server` ON `job` (`server_id`,`state`);--> statement-breakpoint
CREATE INDEX `job_runner` ON `job` (`runner_id`,`state`);--> statement-breakpoint
CREATE INDEX `job_checking` ON `job` (`server_id`) WHERE kind = 'check-server' and state in ('queued','running');--> statement-breakpoint
CREATE INDEX `job_deploy_key` ON `job` (`source_id`) WHERE kind = 'make-deploy-key' and state in ('queued','running');--> statement-breakpoint
CREATE INDEX `job_ended` ON `job` (`finished_at`) WHERE kind <> 'deploy';--> statement-breakpoint
DROP INDEX `application_environment`;--> statement-breakpoint
DROP INDEX `application_destination`;--> statement-breakpoint
DROP INDEX `application_repository`;--> statement-breakpoint
CREATE INDEX `application_source` ON `application` (`source_id`,`id`);--> statement-breakpoint
CREATE INDEX `application_environment` ON `application` (`environment_id`,`id`);--> statement-breakpoint
CREATE INDEX `application_destination` ON `application` (`destination_id`,`id`);--> statement-breakpoint
CREATE INDEX `application_repository` ON `application` (`source_id`,`repository`,`id`);--> statement-breakpoint
DROP INDEX `domain_application`;--> statement-breakpoint
CREATE INDEX `domain_application` ON `domain` (`application_id`,`id`);--> statement-breakpoint
DROP INDEX `notification_lane`;--> statement-breakpoint
CREATE INDEX `notification_channel` ON `notification` (`channel_id`,`id`);--> statement-breakpoint
CREATE INDEX `notification_lane` ON `notification` (`channel_id`,`next_attempt_at`,`id`) WHERE state = 'waiting';--> statement-breakpoint
DROP INDEX `delivery_lane`;--> statement-breakpoint
CREATE INDEX `delivery_state` ON `delivery` (`team_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `delivery_source` ON `delivery` (`source_id`,`id`);--> statement-breakpoint
CREATE INDEX `delivery_source_state` ON `delivery` (`source_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `delivery_lane` ON `delivery` (`source_id`,`next_attempt_at`,`id`) WHERE state in ('received','processing');--> statement-breakpoint
CREATE INDEX `session_end` ON `session` (`expires_at`);--> statement-breakpoint
CREATE INDEX `session_used` ON `session` (`updated_at`);--> statement-breakpoint
CREATE INDEX `user_owner` ON `user` (`instance_role`) WHERE instance_role = 'owner';--> statement-breakpoint
CREATE INDEX `verification_value` ON `verification` (`value`);--> statement-breakpoint
CREATE INDEX `verification_end` ON `verification` (`expires_at`);--> statement-breakpoint
CREATE INDEX `deployment_status` ON `deployment` (`team_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `deployment_application` ON `deployment` (`application_id`,`id`);--> statement-breakpoint
CREATE INDEX `deployment_application_status` ON `deployment` (`application_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `deployment_served` ON `deployment` (`application_id`,`number`) WHERE status = 'succeeded' or is_active = 1 or (status = 'failed' and live_at is not null);--> statement-breakpoint
CREATE INDEX `step_team` ON `step` (`team_id`);--> statement-breakpoint
CREATE INDEX `rate_window_end` ON `rate_window` (`ends_at`);--> statement-breakpoint
CREATE INDEX `enrolment_end` ON `enrolment` (`expires_at`);--> statement-breakpoint
CREATE INDEX `runner_last_seen` ON `runner` (`last_seen_at`);--> statement-breakpoint
CREATE INDEX `server_watched` ON `server` (`runner_id`) WHERE unreachable_since is null and last_seen_at is not null;--> statement-breakpoint
CREATE INDEX `server_address` ON `server` (`team_id`,`host`);--> statement-breakpoint
CREATE INDEX `source_deploy_key_runner` ON `source` (`deploy_key_runner_id`) WHERE deploy_key_runner_id is not null;--> statement-breakpoint
CREATE INDEX `api_token_user` ON `api_token` (`user_id`,`team_id`,`id`);--> statement-breakpoint
CREATE INDEX `invitation_end` ON `invitation` (`expires_at`);