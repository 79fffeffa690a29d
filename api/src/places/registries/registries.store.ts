import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import type { PageQuery } from "../../kit/http/page.ts";
import { notFound } from "../../rules/errors.ts";

const { registry } = schema;
export type RegistryRow = typeof registry.$inferSelect;
type RegistryChange = Partial<typeof registry.$inferInsert>;

const inTeam = (teamId: string, id: string) => and(eq(registry.teamId, teamId), eq(registry.id, id));

export const listRegistries = (db: Database, teamId: string, page: PageQuery) =>
  db
    .select()
    .from(registry)
    .where(and(eq(registry.teamId, teamId), page.cursor ? lt(registry.id, page.cursor) : undefined))
    .orderBy(desc(registry.id))
    .limit(page.limit + 1);

/** With their sealed passwords, for a job of the team. No job carries more. */
export const listLogins = (db: Database, teamId: string) =>
  db.select().from(registry).where(eq(registry.teamId, teamId)).orderBy(registry.id).limit(1_000);

/** Which of these addresses an admin of the team has set up. */
export const listSetUp = (db: Database, teamId: string, addresses: readonly string[]) =>
  db
    .select({ address: registry.address })
    .from(registry)
    .where(and(eq(registry.teamId, teamId), inArray(registry.address, [...addresses])));

export async function getRegistry(db: Database, teamId: string, id: string): Promise<RegistryRow> {
  const [row] = await db.select().from(registry).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("registry");
  return row;
}

export const insertRegistry = (db: Database, row: typeof registry.$inferInsert) => db.insert(registry).values(row);

/** Holds for the revision that was read. */
export const saveRegistry = (
  db: Database,
  teamId: string,
  { id, revision, set }: { id: string; revision: number; set: RegistryChange },
) =>
  db
    .update(registry)
    .set({ ...set, revision: revision + 1 })
    .where(and(inTeam(teamId, id), eq(registry.revision, revision)));

export const deleteRegistry = (db: Database, teamId: string, id: string) =>
  db.delete(registry).where(inTeam(teamId, id));
