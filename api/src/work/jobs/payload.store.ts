import { type Database, schema } from "@fairlead/db";
import { and, eq } from "drizzle-orm";
import type { JobRow } from "../../kit/work-kinds.ts";
import { addressed } from "./addressed.ts";

const { server } = schema;

// Read at claim time for the runner that holds the lease; the job names every row, and each is of the job's team.

export async function readServerRow(db: Database, job: JobRow) {
  const [row] = await db
    .select({ ...addressed, proxy: server.proxy })
    .from(server)
    .where(and(eq(server.teamId, job.teamId), eq(server.id, job.serverId ?? "")))
    .limit(1);
  return row;
}
