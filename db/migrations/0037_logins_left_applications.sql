ALTER TABLE `application` DROP COLUMN `registry_user`;--> statement-breakpoint
ALTER TABLE `application` DROP COLUMN `registry_password`;