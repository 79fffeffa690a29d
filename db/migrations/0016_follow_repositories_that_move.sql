ALTER TABLE `application` ADD `repository_moved_from` text;--> statement-breakpoint
ALTER TABLE `application` ADD `repository_moved_to` text;--> statement-breakpoint
ALTER TABLE `application` ADD `repository_moved_at` integer;--> statement-breakpoint
CREATE INDEX `application_forge_repository` ON `application` (`source_id`,`repository_forge_id`) WHERE repository_forge_id is not null;