import { type Database, schema } from "@fairlead/db";
import { and, eq } from "drizzle-orm";
import { notFound } from "../rules/errors.ts";

const { destination, server, runner } = schema;

/** Where a resource runs, for jobs and routes. */
export async function getPlacement(db: Database, teamId: string, destinationId: string) {
  const [row] = await db
    .select({
      id: server.id,
      teamId: server.teamId,
      name: server.name,
      host: server.host,
      state: server.state,
      proxy: server.proxy,
      runnerId: server.runnerId,
      runnerName: runner.name,
      runnerLastSeenAt: runner.lastSeenAt,
      runnerRevokedAt: runner.revokedAt,
    })
    .from(destination)
    .innerJoin(server, eq(server.id, destination.serverId))
    .innerJoin(runner, eq(runner.id, server.runnerId))
    .where(and(eq(destination.teamId, teamId), eq(destination.id, destinationId)))
    .limit(1);
  if (!row) throw notFound("destination");
  return row;
}
export type Placement = Awaited<ReturnType<typeof getPlacement>>;
