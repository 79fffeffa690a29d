import { historyRows } from "./seed-history.ts";
import { peopleRows } from "./seed-people.ts";
import { placeRows } from "./seed-places.ts";
import { seedWorld, user } from "./seed-world.ts";

/** Fills every table of an empty database with what `size` deployments bring along. */
export function seedTables(size: number, now: number): string {
  const world = seedWorld(size, now);
  return [
    "CREATE TEMP TABLE numbers (i INTEGER PRIMARY KEY)",
    `INSERT INTO numbers
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${size * 1.5}) SELECT i FROM n`,
    ...peopleRows(world),
    ...placeRows(world),
    ...historyRows(world),
    `INSERT INTO instance_setting (key, value, updated_at) VALUES ('owner', ${user(1)}, ${now})`,
    "DROP TABLE numbers",
  ].join(";\n");
}
