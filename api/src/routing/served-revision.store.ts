import { type Database, schema } from "@fairlead/db";
import type { Cause } from "@fairlead/runner/contract";
import { eq, sql } from "drizzle-orm";

const { server } = schema;

export const applyRoutesRevision = (
  db: Database,
  { id, revision, settings }: { id: string; revision: number; settings: Cause | null },
) =>
  db
    .update(server)
    .set({ appliedRoutesRevision: sql`max(${server.appliedRoutesRevision}, ${revision})`, routesCause: settings })
    .where(eq(server.id, id));

export const refuseRoutes = (db: Database, { id, cause }: { id: string; cause: Cause }) =>
  db.update(server).set({ routesCause: cause }).where(eq(server.id, id));

/** undefined: the server is gone. */
export async function findServerState(db: Database, id: string) {
  const [row] = await db.select({ state: server.state }).from(server).where(eq(server.id, id)).limit(1);
  return row?.state;
}
