CREATE TABLE `variable_reference` (
	`variable_id` text NOT NULL,
	`position` integer NOT NULL,
	`team_id` text NOT NULL,
	`resource_id` text,
	`key` text NOT NULL,
	PRIMARY KEY(`variable_id`, `position`),
	FOREIGN KEY (`variable_id`) REFERENCES `variable`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`resource_id`) REFERENCES `resource`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `variable_reference_resource` ON `variable_reference` (`resource_id`,`key`) WHERE resource_id is not null;--> statement-breakpoint
CREATE INDEX `variable_reference_shared` ON `variable_reference` (`team_id`,`key`) WHERE resource_id is null;--> statement-breakpoint
CREATE INDEX `variable_reference_team` ON `variable_reference` (`team_id`);--> statement-breakpoint
ALTER TABLE `variable` ADD `kind` text DEFAULT 'literal' NOT NULL;