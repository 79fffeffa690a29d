import { type Database, schema } from "@fairlead/db";
import { and, eq, inArray } from "drizzle-orm";

const { resource } = schema;

/** Those of the team among the ids, with their names. */
export const listNamed = (db: Database, teamId: string, ids: readonly string[]) =>
  db
    .select({ id: resource.id, name: resource.name })
    .from(resource)
    .where(and(eq(resource.teamId, teamId), inArray(resource.id, [...ids])));
