ALTER TABLE `application` ALTER COLUMN "health" TO "health" text;--> statement-breakpoint
ALTER TABLE `deployment` ALTER COLUMN "cause" TO "cause" text;--> statement-breakpoint
ALTER TABLE `server` ALTER COLUMN "facts" TO "facts" text;