CREATE TABLE `audit_chain` (
	`id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL,
	`started_at` integer NOT NULL,
	`cut_seq` integer DEFAULT 0 NOT NULL,
	`cut_hash` text DEFAULT '' NOT NULL,
	`cut_at` integer,
	`cut_seal` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
ALTER TABLE `audit` ADD `chain` text;--> statement-breakpoint
ALTER TABLE `audit` ADD `seq` integer;--> statement-breakpoint
ALTER TABLE `audit` ADD `hash` text;--> statement-breakpoint
CREATE UNIQUE INDEX `audit_place` ON `audit` (`chain`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_placeless` ON `audit` (`created_at`,`team_id`) WHERE chain IS NULL;