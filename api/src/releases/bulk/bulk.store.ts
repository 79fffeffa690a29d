import { type Database, schema } from "@fairlead/db";
import { and, eq, inArray } from "drizzle-orm";

const { application } = schema;

/** Those of the team among the ids, with their names. */
export const listNamed = (db: Database, teamId: string, ids: readonly string[]) =>
  db
    .select({ id: application.id, name: application.name })
    .from(application)
    .where(and(eq(application.teamId, teamId), inArray(application.id, [...ids])));
