import { type Database, schema } from "@fairlead/db";
import type { ResourceState } from "@fairlead/runner/contract";
import { and, eq, inArray, sql } from "drizzle-orm";
import { jsonRows } from "../kit/sql/json-rows.ts";
import type { Lane } from "../rules/next-lanes.ts";

const { application, destination, resource, server, source, team } = schema;

const polled = {
  id: application.id,
  teamId: application.teamId,
  repositoryUrl: application.repositoryUrl,
  repository: application.repository,
  branch: application.branch,
  autoDeploy: application.autoDeploy,
  lastSeenHead: application.lastSeenHead,
  sourceId: application.sourceId,
  // Of the row that is changed, whose table an update does not name.
  state: sql<ResourceState>`(SELECT r.state FROM resource r WHERE r.id = application.id)`,
  repositoryMovedTo: application.repositoryMovedTo,
};

// Polls ask for all teams, one team after the other: the clock asks. Written out as in the partial index, which is taken only then.
const isPolled = sql`auto_deploy = 1 AND repository_url IS NOT NULL AND branch IS NOT NULL
  AND (SELECT r.state FROM resource r WHERE r.id = application.id) <> 'removing'`;

/** Teams with a branch that is due to be looked at; whose wait is longest first. Leaps from team to team. */
export const listDueTeams = (db: Database, dueBefore: number): Promise<Lane[]> =>
  db.all<Lane>(sql`
    WITH RECURSIVE lane(id) AS (
      SELECT min(team_id) FROM application WHERE ${isPolled}
      UNION ALL
      SELECT (SELECT min(team_id) FROM application WHERE ${isPolled} AND team_id > lane.id) FROM lane WHERE lane.id IS NOT NULL
    )
    SELECT lane.id AS key, lane.id AS team FROM lane
    WHERE ${firstPolledAt} <= ${dueBefore} ORDER BY ${firstPolledAt}`);

/** Never looked at counts as long ago: NULL is the first of an index. */
const firstPolledAt = sql`(SELECT coalesce(head_polled_at, 0) FROM application
  WHERE team_id = lane.id AND ${isPolled} ORDER BY head_polled_at LIMIT 1)`;

type Take = { teamId: string; now: number; dueBefore: number; limit: number };

/** Applications of a team whose branch is due. Taking one postpones it, so that two polls never meet. */
export const takeDuePolls = (db: Database, { teamId, now, dueBefore, limit }: Take) => {
  const due = (when: ReturnType<typeof sql>) => sql`SELECT id FROM (
    SELECT id FROM application WHERE team_id = ${teamId} AND ${isPolled} AND ${when} ORDER BY head_polled_at LIMIT ${limit})`;
  const never = due(sql`head_polled_at IS NULL`);
  const before = due(sql`head_polled_at <= ${dueBefore}`);
  return db
    .update(application)
    .set({ headPolledAt: now })
    .where(inArray(application.id, sql`(SELECT id FROM (${never} UNION ALL ${before}) LIMIT ${limit})`))
    .returning(polled);
};
export type PolledApplication = Awaited<ReturnType<typeof takeDuePolls>>[number];

/** Applications on the same repositories, due or not: one answer serves them all, and from then on they are due together. */
export const takeSiblings = (db: Database, { teamId, now }: Pick<Take, "teamId" | "now">, of: PolledApplication[]) =>
  db
    .update(application)
    .set({ headPolledAt: now })
    .where(
      and(
        sql`(source_id, repository) IN (SELECT value ->> 'sourceId', value ->> 'repository' FROM json_each(${jsonRows(of)}))`,
        eq(application.teamId, teamId),
        isPolled,
        sql`head_polled_at IS NOT ${now}`,
      ),
    )
    .returning(polled);

/** They were taken and not asked about: first of the next turn. */
export const givePollsBack = (db: Database, teamId: string, ids: readonly string[]) =>
  db
    .update(application)
    .set({ headPolledAt: null })
    .where(and(eq(application.teamId, teamId), inArray(application.id, [...ids])));

export async function findPolledApplication(db: Database, teamId: string, id: string) {
  const [row] = await db
    .select(polled)
    .from(application)
    .where(and(eq(application.teamId, teamId), eq(application.id, id)))
    .limit(1);
  return row;
}

/** Applications of a team that follow the same branch of the same repository. */
export const listFollowers = (db: Database, { teamId, sourceId, repository, branch }: PolledApplication) =>
  db
    .select(polled)
    .from(application)
    .where(
      and(
        sql`${application.sourceId} IS ${sourceId} AND ${application.repository} IS ${repository}`,
        eq(application.teamId, teamId),
        eq(application.branch, branch ?? ""),
        isPolled,
      ),
    );

/** How the repositories of a team's applications are reached, and by which runner. */
export const readPollTargets = (db: Database, teamId: string, ids: readonly string[]) =>
  db
    .select({ id: application.id, source, wrappedKey: team.wrappedKey, serverRunnerId: server.runnerId })
    .from(application)
    .innerJoin(team, eq(team.id, application.teamId))
    .innerJoin(resource, eq(resource.id, application.id))
    .innerJoin(destination, eq(destination.id, resource.destinationId))
    .innerJoin(server, eq(server.id, destination.serverId))
    .leftJoin(source, eq(source.id, application.sourceId))
    .where(and(eq(application.teamId, teamId), inArray(application.id, [...ids])));
export type PollTarget = Awaited<ReturnType<typeof readPollTargets>>[number];
