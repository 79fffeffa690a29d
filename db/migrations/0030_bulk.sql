CREATE TABLE `bulk` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`verb` text NOT NULL,
	`tag` text,
	`project_id` text,
	`environment_id` text,
	`key` text NOT NULL,
	`asked` text NOT NULL,
	`state` text NOT NULL,
	`created_by` text NOT NULL,
	`via` text NOT NULL,
	`credential_id` text NOT NULL,
	`scopes` text,
	`request_id` text NOT NULL,
	`next_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `bulk_team` ON `bulk` (`team_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `bulk_key` ON `bulk` (`team_id`,`key`);--> statement-breakpoint
CREATE INDEX `bulk_due` ON `bulk` (`next_at`) WHERE state = 'running';--> statement-breakpoint
CREATE INDEX `bulk_open` ON `bulk` (`team_id`) WHERE state = 'running';--> statement-breakpoint
CREATE INDEX `bulk_age` ON `bulk` (`finished_at`) WHERE state = 'ended';--> statement-breakpoint
CREATE TABLE `bulk_member` (
	`bulk_id` text NOT NULL,
	`resource_id` text NOT NULL,
	`team_id` text NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`deployment_id` text,
	`job_ids` text,
	`finished_at` integer,
	PRIMARY KEY(`bulk_id`, `resource_id`),
	FOREIGN KEY (`bulk_id`) REFERENCES `bulk`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `bulk_member_team` ON `bulk_member` (`team_id`);--> statement-breakpoint
CREATE INDEX `bulk_member_order` ON `bulk_member` (`bulk_id`,`position`);--> statement-breakpoint
CREATE INDEX `bulk_member_waiting` ON `bulk_member` (`bulk_id`,`position`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `bulk_member_begun` ON `bulk_member` (`bulk_id`) WHERE state = 'begun';