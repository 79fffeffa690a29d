CREATE TABLE `volume` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`server_id` text NOT NULL,
	`name` text NOT NULL,
	`docker_name` text NOT NULL,
	`is_adopted` integer NOT NULL,
	`state` text NOT NULL,
	`made_at` integer,
	`size_bytes` integer,
	`containers` integer,
	`measured_at` integer,
	`trashed_at` integer,
	`purge_at` integer,
	`purge_note` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`server_id`) REFERENCES `server`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `volume_team` ON `volume` (`team_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `volume_name` ON `volume` (`server_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `volume_docker_name` ON `volume` (`server_id`,`docker_name`);--> statement-breakpoint
CREATE INDEX `volume_due` ON `volume` (`purge_at`) WHERE state = 'trashed';--> statement-breakpoint
CREATE INDEX `volume_purging` ON `volume` (`server_id`) WHERE state = 'purging';--> statement-breakpoint
CREATE INDEX `volume_measured` ON `volume` (`measured_at`);