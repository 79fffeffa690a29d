import { type Database, schema } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";

const { resource } = schema;

/** What is going on with a resource of which a server has nothing left; undefined when it is gone. */
export async function findRemoval(
  db: Database,
  teamId: string,
  { id, serverId }: { id: string; serverId: string | null },
) {
  const [row] = await db
    .select({
      state: resource.state,
      isWhole: sql<number>`${resource.state} = 'removing'`.mapWith(Boolean),
      // CROSS keeps their order: its few targets first. Written with its table: of one table alone columns come without, and `id` in
      // here would be the destination's.
      others: sql<number>`(SELECT count(*) FROM resource_target t CROSS JOIN destination d ON d.id = t.destination_id
        WHERE t.resource_id = resource.id AND d.server_id IS NOT ${serverId})`,
    })
    .from(resource)
    .where(and(eq(resource.teamId, teamId), eq(resource.id, id)))
    .limit(1);
  return row;
}

/** Only when it is on no server any more: two of them may have been emptied at the same moment, and whoever is last takes the row away. */
export const deleteEmpty = (db: Database, teamId: string, id: string) =>
  db
    .delete(resource)
    .where(
      and(
        eq(resource.teamId, teamId),
        eq(resource.id, id),
        sql`NOT EXISTS (SELECT 1 FROM resource_target t WHERE t.resource_id = ${resource.id})`,
      ),
    );
