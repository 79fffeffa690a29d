ALTER TABLE `server` ADD `is_twin` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE `server` SET `is_twin` = 1 WHERE EXISTS (
  SELECT 1 FROM `server` older WHERE older.`id` < `server`.`id` AND older.`team_id` = `server`.`team_id` AND (
    (older.`host` = `server`.`host` AND older.`port` = `server`.`port`)
    OR (older.`kind` = 'local' AND `server`.`kind` = 'local' AND older.`runner_id` = `server`.`runner_id`)));--> statement-breakpoint
CREATE UNIQUE INDEX `server_machine` ON `server` (`team_id`,`host`,`port`) WHERE host is not null and is_twin = 0;--> statement-breakpoint
CREATE UNIQUE INDEX `server_local` ON `server` (`runner_id`) WHERE kind = 'local' and is_twin = 0;