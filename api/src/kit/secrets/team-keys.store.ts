import { type Database, schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { notFound } from "../../rules/errors.ts";

/** The team's data key, wrapped by the instance key. */
export async function getWrappedKey(db: Database, teamId: string): Promise<string> {
  const [row] = await db
    .select({ key: schema.team.wrappedKey })
    .from(schema.team)
    .where(eq(schema.team.id, teamId))
    .limit(1);
  if (!row) throw notFound("team");
  return row.key;
}
