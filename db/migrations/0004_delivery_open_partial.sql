DROP INDEX `delivery_open`;--> statement-breakpoint
CREATE INDEX `delivery_open` ON `delivery` (`next_attempt_at`) WHERE state in ('received','processing');