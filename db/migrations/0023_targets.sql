CREATE TABLE `deployment_target` (
	`deployment_id` text NOT NULL,
	`destination_id` text NOT NULL,
	`team_id` text NOT NULL,
	`position` integer NOT NULL,
	`status` text NOT NULL,
	`cause` text,
	`image` text,
	`container` text,
	`job_id` text,
	`live_at` integer,
	`finished_at` integer,
	PRIMARY KEY(`deployment_id`, `destination_id`),
	FOREIGN KEY (`deployment_id`) REFERENCES `deployment`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`destination_id`) REFERENCES `destination`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deployment_target_job` ON `deployment_target` (`job_id`);--> statement-breakpoint
CREATE INDEX `deployment_target_destination` ON `deployment_target` (`destination_id`);--> statement-breakpoint
CREATE INDEX `deployment_target_team` ON `deployment_target` (`team_id`);--> statement-breakpoint
CREATE TABLE `resource_target` (
	`resource_id` text NOT NULL,
	`destination_id` text NOT NULL,
	`team_id` text NOT NULL,
	`position` integer NOT NULL,
	`state` text NOT NULL,
	`state_observed_at` integer,
	`deployment_id` text,
	`is_behind` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`resource_id`, `destination_id`),
	FOREIGN KEY (`resource_id`) REFERENCES `resource`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`destination_id`) REFERENCES `destination`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `resource_target_destination` ON `resource_target` (`destination_id`,`resource_id`);--> statement-breakpoint
CREATE INDEX `resource_target_team` ON `resource_target` (`team_id`);--> statement-breakpoint
CREATE INDEX `resource_target_serving` ON `resource_target` (`deployment_id`) WHERE deployment_id is not null;--> statement-breakpoint
CREATE INDEX `resource_target_behind` ON `resource_target` (`resource_id`) WHERE is_behind = 1;--> statement-breakpoint
INSERT INTO `resource_target` (`resource_id`, `destination_id`, `team_id`, `position`, `state`, `state_observed_at`, `deployment_id`, `is_behind`, `created_at`) SELECT r.`id`, r.`destination_id`, r.`team_id`, 0, r.`state`, r.`state_observed_at`, (SELECT d.`id` FROM `deployment` d WHERE d.`resource_id` = r.`id` AND d.`is_active` = 1), 0, r.`created_at` FROM `resource` r;
--> statement-breakpoint
INSERT INTO `deployment_target` (`deployment_id`, `destination_id`, `team_id`, `position`, `status`, `cause`, `image`, `container`, `job_id`, `live_at`, `finished_at`) SELECT d.`id`, r.`destination_id`, d.`team_id`, 0, d.`status`, d.`cause`, d.`image`, d.`container`, (SELECT max(j.`id`) FROM `job` j WHERE j.`deployment_id` = d.`id` AND j.`kind` = 'deploy'), d.`live_at`, d.`finished_at` FROM `deployment` d JOIN `resource` r ON r.`id` = d.`resource_id`;
--> statement-breakpoint
UPDATE `job` SET `lock_key` = `lock_key` || '@' || `server_id` WHERE `state` IN ('queued', 'running') AND `lock_key` LIKE 'application:%' AND `server_id` IS NOT NULL;
