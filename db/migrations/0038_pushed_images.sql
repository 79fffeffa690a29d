ALTER TABLE `application` ADD `push_registry_id` text REFERENCES registry(id) ON UPDATE no action ON DELETE restrict;--> statement-breakpoint
ALTER TABLE `application` ADD `push_repository` text;--> statement-breakpoint
ALTER TABLE `application` ADD `push_tag` text;--> statement-breakpoint
CREATE INDEX `application_push_registry` ON `application` (`push_registry_id`) WHERE push_registry_id is not null;