import { type Database, schema } from "@fairlead/db";
import { and, eq, inArray, isNotNull, isNull, lte, ne, or } from "drizzle-orm";

const { application, destination, server, source, team } = schema;

const polled = {
  id: application.id,
  teamId: application.teamId,
  repositoryUrl: application.repositoryUrl,
  branch: application.branch,
  autoDeploy: application.autoDeploy,
  lastSeenHead: application.lastSeenHead,
  sourceId: application.sourceId,
};

/** Applications of all teams whose branch is due to be looked at. Taking one postpones it, so that two polls never meet. */
export const takeDuePolls = (db: Database, take: { now: number; dueBefore: number; limit: number }) =>
  db
    .update(application)
    .set({ headPolledAt: take.now })
    .where(
      inArray(
        application.id,
        db
          .select({ id: application.id })
          .from(application)
          .where(
            and(
              eq(application.autoDeploy, true),
              isNotNull(application.repositoryUrl),
              isNotNull(application.branch),
              ne(application.state, "removing"),
              or(isNull(application.headPolledAt), lte(application.headPolledAt, take.dueBefore)),
            ),
          )
          .orderBy(application.headPolledAt)
          .limit(take.limit),
      ),
    )
    .returning(polled);
export type PolledApplication = Awaited<ReturnType<typeof takeDuePolls>>[number];

export async function findPolledApplication(db: Database, teamId: string, id: string) {
  const [row] = await db
    .select(polled)
    .from(application)
    .where(and(eq(application.teamId, teamId), eq(application.id, id)))
    .limit(1);
  return row;
}

/** How the repository of an application is reached, and by which runner. */
export async function readPollTarget(db: Database, { teamId, id }: PolledApplication) {
  const [row] = await db
    .select({ source, wrappedKey: team.wrappedKey, serverRunnerId: server.runnerId })
    .from(application)
    .innerJoin(team, eq(team.id, application.teamId))
    .innerJoin(destination, eq(destination.id, application.destinationId))
    .innerJoin(server, eq(server.id, destination.serverId))
    .leftJoin(source, eq(source.id, application.sourceId))
    .where(and(eq(application.teamId, teamId), eq(application.id, id)))
    .limit(1);
  return row;
}
