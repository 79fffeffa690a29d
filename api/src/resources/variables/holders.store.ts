import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Statement } from "../../kit/sql/statement.ts";
import { notFound } from "../../rules/errors.ts";
import { type HolderKind, holderKindOf } from "../../rules/variable-holder.ts";
import { touchVariables } from "../resources.store.ts";

const { destination, environment, project, resource, resourceTarget, server, team } = schema;

const tables = { resource, server, environment, project, team };
const teamColumns = {
  resource: resource.teamId,
  server: server.teamId,
  environment: environment.teamId,
  project: project.teamId,
  team: team.id,
};

function kindOf(holderId: string): HolderKind {
  const kind = holderKindOf(holderId);
  if (kind === null) throw notFound("resource");
  return kind;
}
const inTeam = (kind: HolderKind, { teamId, holderId }: { teamId: string; holderId: string }) =>
  and(eq(teamColumns[kind], teamId), eq(tables[kind].id, holderId));

/** Of its set of variables. */
export async function getSetRevision(db: Database, teamId: string, holderId: string): Promise<number> {
  const kind = kindOf(holderId);
  const [row] = await db
    .select({ revision: tables[kind].variablesRevision })
    .from(tables[kind])
    .where(inTeam(kind, { teamId, holderId }))
    .limit(1);
  if (!row) throw notFound(kind);
  return row.revision;
}

type Touch = { holderId: string; revision?: number; now: number };

/** Raises the revision of its set; with `revision` only where it is that one. */
export function raiseSet(db: Database, teamId: string, { holderId, revision, now }: Touch): Statement {
  const kind = kindOf(holderId);
  if (kind === "resource") {
    const read = revision === undefined ? {} : { revision };
    return touchVariables(db, teamId, { id: holderId, ...read, now });
  }
  const table = tables[kind];
  return db
    .update(table)
    .set({ variablesRevision: sql`${table.variablesRevision} + 1` })
    .where(
      and(
        inTeam(kind, { teamId, holderId }),
        revision === undefined ? undefined : eq(table.variablesRevision, revision),
      ),
    );
}

/** Lets every resource that gets the set of a place know that something waits for a deployment. */
export function tellReached(db: Database, teamId: string, holderId: string): Statement {
  const kind = kindOf(holderId);
  return db
    .update(resource)
    .set({ configVersion: sql`${resource.configVersion} + 1` })
    .where(
      and(
        kind === "team" ? eq(resource.teamId, teamId) : eq(unindexed(resource.teamId), teamId),
        reaching(db, kind, holderId),
      ),
    );
}

/** Which resources get what it holds. */
function reaching(db: Database, kind: HolderKind, holderId: string): SQL | undefined {
  if (kind === "team") return undefined;
  if (kind === "resource") return eq(resource.id, holderId);
  if (kind === "environment") return eq(resource.environmentId, holderId);
  if (kind === "project") {
    const environments = db.select({ id: environment.id }).from(environment).where(eq(environment.projectId, holderId));
    return inArray(resource.environmentId, environments);
  }
  const placed = db
    .select({ id: resourceTarget.resourceId })
    .from(resourceTarget)
    .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
    .where(eq(destination.serverId, holderId));
  return inArray(resource.id, placed);
}
