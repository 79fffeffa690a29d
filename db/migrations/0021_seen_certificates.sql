ALTER TABLE `domain` ADD `certificate_state` text;--> statement-breakpoint
ALTER TABLE `domain` ADD `certificate_issuer` text;--> statement-breakpoint
ALTER TABLE `domain` ADD `certificate_ends_at` integer;--> statement-breakpoint
ALTER TABLE `domain` ADD `certificate_reason` text;--> statement-breakpoint
ALTER TABLE `domain` ADD `certificate_seen_at` integer;