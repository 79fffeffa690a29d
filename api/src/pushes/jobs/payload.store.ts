import { type Database, schema } from "@fairlead/db";
import { and, eq } from "drizzle-orm";
import type { JobRow } from "../../kit/work-kinds.ts";

const { application, source, team } = schema;

// Read at claim time for the runner that holds the lease; the job names the application, which is of the job's team.

export async function readHeadRows(db: Database, job: JobRow) {
  const [row] = await db
    .select({
      application: {
        repositoryUrl: application.repositoryUrl,
        branch: application.branch,
        submodules: application.submodules,
        lfs: application.lfs,
        image: application.image,
        registryId: application.registryId,
      },
      source,
      wrappedKey: team.wrappedKey,
    })
    .from(application)
    .innerJoin(team, eq(team.id, application.teamId))
    .leftJoin(source, eq(source.id, application.sourceId))
    .where(and(eq(application.teamId, job.teamId), eq(application.id, job.subjectId)))
    .limit(1);
  return row;
}
