import { type Database, schema } from "@fairlead/db";
import { eq } from "drizzle-orm";

const tables = {
  application: schema.resource,
  channel: schema.channel,
  domain: schema.domain,
  environment: schema.environment,
  server: schema.server,
  source: schema.source,
  variable: schema.variable,
};

/** What a person who reads the row in this instant would save from. */
export async function revisionOf(db: Database, table: keyof typeof tables, id: string): Promise<number> {
  const of = tables[table];
  const [row] = await db.select({ revision: of.revision }).from(of).where(eq(of.id, id));
  return row?.revision ?? 1;
}

/** The same of an application's set of variables. */
export async function setRevisionOf(db: Database, resourceId: string): Promise<number> {
  const { resource } = schema;
  const of = { revision: resource.variablesRevision };
  const [row] = await db.select(of).from(resource).where(eq(resource.id, resourceId));
  return row?.revision ?? 1;
}
