import { schema } from "@fairlead/db";
import { type SQL, sql } from "drizzle-orm";

const { resource } = schema;
const given = (name: string) => sql.placeholder(name);

/** In the order of their keys, which is that of the index that finds them. */
export const tags = sql`json((SELECT json_group_array(g.name) FROM resource_tag g
  WHERE g.resource_id = ${resource.id} AND typeof(g.name) = 'text'))`;

/** The first tag that was asked for, by the index of those of the team. */
export const carriesFirst = sql`${resource.id} IN (SELECT g.resource_id FROM resource_tag g
  WHERE g.team_id = ${given("teamId")} AND g.key = ${given("tag")})`;

/** Every one of the tags that were asked for. */
export const carries = sql`(${given("tags")} is null or NOT EXISTS (SELECT 1 FROM json_each(${given("tags")}) a WHERE NOT EXISTS (
  SELECT 1 FROM resource_tag g WHERE g.resource_id = ${resource.id} AND g.key = a.value)))`;

export const hasTagWith = (word: SQL) =>
  sql`EXISTS (SELECT 1 FROM resource_tag g WHERE g.resource_id = ${resource.id} AND instr(g.key, ${word}) > 0)`;
