ALTER TABLE `job` ADD `needs_contract` integer;--> statement-breakpoint
ALTER TABLE `runner` ADD `contract` integer DEFAULT 1 NOT NULL;