import { type Database, schema } from "@fairlead/db";
import { and, eq } from "drizzle-orm";
import type { JobRow } from "../../kit/work-kinds.ts";

const { server } = schema;

/** What of a server a job needs: what a check found is none of it, however damaged that may be. */
export const addressed = {
  id: server.id,
  kind: server.kind,
  host: server.host,
  port: server.port,
  user: server.user,
  hostKey: server.hostKey,
  dockerSocket: server.dockerSocket,
};

// Read at claim time for the runner that holds the lease; the job names every row, and each is of the job's team.

export async function readServerRow(db: Database, job: JobRow) {
  const [row] = await db
    .select({ ...addressed, proxy: server.proxy })
    .from(server)
    .where(and(eq(server.teamId, job.teamId), eq(server.id, job.serverId ?? "")))
    .limit(1);
  return row;
}
