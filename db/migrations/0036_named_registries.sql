DROP INDEX `registry_address`;--> statement-breakpoint
ALTER TABLE `registry` ADD `name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `registry` ADD `sealed_for` text;--> statement-breakpoint
ALTER TABLE `registry` ADD `is_default` integer DEFAULT true NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `registry_default` ON `registry` (`team_id`,`address`) WHERE is_default = 1;--> statement-breakpoint
ALTER TABLE `application` ADD `registry_id` text REFERENCES registry(id) ON UPDATE no action ON DELETE restrict;--> statement-breakpoint
CREATE INDEX `application_registry` ON `application` (`registry_id`) WHERE registry_id is not null;--> statement-breakpoint
UPDATE `registry` SET `name` = `address`;--> statement-breakpoint
-- The logins of applications become the team's, chosen by each of them. No key is needed: a password stays sealed for the place it was in.
INSERT INTO `registry` (`id`, `team_id`, `name`, `address`, `username`, `password`, `sealed_for`, `is_default`, `created_at`, `updated_at`)
SELECT 'reg_' || substr(a.`id`, 5), a.`team_id`, substr(a.`address` || ' of ' || r.`name`, 1, 80), a.`address`,
	a.`registry_user`, a.`registry_password`, a.`id`, 0, r.`created_at`, r.`updated_at`
FROM (
	SELECT `id`, `team_id`, `registry_user`, `registry_password`, CASE
		WHEN `host` IN ('index.docker.io', 'registry-1.docker.io', 'auth.docker.io', 'registry.hub.docker.com', 'hub.docker.com') THEN 'docker.io'
		WHEN `host` GLOB '*[.:]*' OR `host` = 'localhost' THEN `host`
		ELSE 'docker.io' END AS `address`
	FROM (SELECT *, lower(substr(`image`, 1, instr(`image`, '/') - (instr(`image`, '/') > 0))) AS `host` FROM `application`)
	WHERE typeof(`image`) = 'text' AND typeof(`registry_user`) = 'text' AND typeof(`registry_password`) = 'text'
) a INNER JOIN `resource` r ON r.`id` = a.`id`;--> statement-breakpoint
UPDATE `application` SET `registry_id` = 'reg_' || substr(`id`, 5)
WHERE EXISTS (SELECT 1 FROM `registry` WHERE `registry`.`sealed_for` = `application`.`id`);
